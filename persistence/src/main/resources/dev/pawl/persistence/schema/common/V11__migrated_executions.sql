-- What an execution runs that has gone over to another revision of its machine, as JSON; null = what it started with.
ALTER TABLE executions ADD COLUMN migrated_to VARCHAR;
