terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "name" {}
variable "endpoint" {}
variable "seconds" {
  default = 1
}

# Region and key come from the environment.
provider "aws" {
  skip_metadata_api_check = true
  endpoints {
    iam  = var.endpoint
    logs = var.endpoint
    sfn  = var.endpoint
    sts  = var.endpoint
  }
}

resource "aws_iam_role" "run" {
  name               = var.name
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
  tags               = { team = "a" }
}

resource "aws_iam_role_policy" "run" {
  role   = aws_iam_role.run.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_cloudwatch_log_group" "run" {
  name              = "/pawl/${var.name}"
  retention_in_days = 14
}

resource "aws_sfn_activity" "work" {
  name = var.name
  tags = { team = "a" }
}

resource "aws_sfn_state_machine" "run" {
  name     = var.name
  role_arn = aws_iam_role.run.arn
  publish  = true
  tags     = { team = "a" }
  definition = jsonencode({
    StartAt = "Wait"
    States = {
      Wait = { Type = "Wait", Seconds = var.seconds, Next = "Work" }
      Work = { Type = "Task", Resource = aws_sfn_activity.work.id, End = true }
    }
  })
  logging_configuration {
    level                  = "ALL"
    include_execution_data = true
    log_destination        = "${aws_cloudwatch_log_group.run.arn}:*"
  }
}

resource "aws_sfn_alias" "live" {
  name = "live"
  routing_configuration {
    state_machine_version_arn = aws_sfn_state_machine.run.state_machine_version_arn
    weight                    = 100
  }
}
