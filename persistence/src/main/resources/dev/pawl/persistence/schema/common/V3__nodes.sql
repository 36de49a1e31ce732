-- When each node has last been able to write, by the database's clock.
CREATE TABLE cluster_nodes (
  incarnation VARCHAR(128) NOT NULL PRIMARY KEY,
  address VARCHAR(255) NOT NULL,
  seen_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);

-- Whoever wants to form a cluster locks this row first.
CREATE TABLE cluster_formation (
  id INTEGER NOT NULL PRIMARY KEY
);

INSERT INTO cluster_formation (id) VALUES (1);
