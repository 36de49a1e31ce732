package dev.pawl.engine.simulation;

/** Mistakes that a world can be told to make, to prove that the invariants would notice them. */
enum Mistake {
  NONE,
  /** After a recovery one effect that is still to be done is not asked for. */
  EFFECT_NOT_ASKED_AGAIN,
  /** The database keeps only the first events of a row. */
  TORN_BATCH,
  /** A woken execution writes its first row without saying who keeps it or when to wake it. */
  WOKEN_WITHOUT_INDEX,
  /** An answer that comes late is given to whatever task is waited for by then. */
  LATE_ANSWER_APPLIED,
  /** A refusal is given without asking the database who owns the execution. */
  REFUSAL_UNCONFIRMED,
  /** A worker is refused a task without asking the database who owns the execution. */
  REFUSED_TAKE_UNCONFIRMED,
  /** The asker is answered before the row is stored. */
  ACKNOWLEDGED_TOO_SOON,
  /** The database takes a row whose place is taken. */
  NO_FENCE,
  /** A timer fires a little before its time. */
  TIMER_EARLY,
  /** An offered task is only remembered by the node. */
  OFFER_NOT_STORED
}
