package dev.pawl.engine.asl;

/** How a machine is run: recorded for up to a year, or fast and forgotten after five minutes. */
public enum MachineType {
  STANDARD,
  EXPRESS
}
