package dev.pawl.persistence.journal;

import org.jspecify.annotations.Nullable;

/** A journal row that brings the change of the index with which it is committed. */
public sealed interface IndexedRow permits ExecutionRow, MapRunRow {

  /** Not part of the row's bytes, so null in a row read back. */
  @Nullable IndexChange index();

  /** What is stored. */
  byte[] bytes();

  /** Names its form for ever. */
  int serializerId();

  /** Names its form for ever. */
  String serializerManifest();
}
