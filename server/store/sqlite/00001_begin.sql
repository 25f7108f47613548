-- +goose Up
-- The secret behind all pseudonyms, sealed with the master key.
CREATE TABLE keyring (
	name   TEXT NOT NULL PRIMARY KEY,
	sealed BLOB NOT NULL
);

-- Who changes who may be approached, and who writes offers, takes turns on this row.
CREATE TABLE turns (
	name  TEXT NOT NULL PRIMARY KEY,
	taken BIGINT NOT NULL
);
INSERT INTO turns (name, taken) VALUES ('approach', 0);

-- The last import, as a source: person and facts apart, so that an envelope can
-- be written without reading a fact.
CREATE TABLE residents (
	subject     TEXT NOT NULL PRIMARY KEY,
	person      BLOB NOT NULL,
	facts       BLOB NOT NULL,
	purge_on    BIGINT NOT NULL,
	file        TEXT NOT NULL,
	imported_at BIGINT NOT NULL
);

CREATE TABLE opt_outs (
	subject TEXT NOT NULL PRIMARY KEY,
	at      BIGINT NOT NULL
);

CREATE TABLE scans (
	id           TEXT NOT NULL PRIMARY KEY,
	municipality TEXT NOT NULL,
	day          BIGINT NOT NULL,
	bundle       TEXT NOT NULL,
	at           BIGINT NOT NULL
);

CREATE TABLE scan_counters (
	scan  TEXT NOT NULL REFERENCES scans (id),
	name  TEXT NOT NULL,
	count BIGINT NOT NULL,
	PRIMARY KEY (scan, name)
);

CREATE TABLE offers (
	id           TEXT NOT NULL PRIMARY KEY,
	subject      TEXT NOT NULL,
	scheme       TEXT NOT NULL,
	year         BIGINT NOT NULL,
	municipality TEXT NOT NULL,
	class        TEXT NOT NULL,
	state        TEXT NOT NULL,
	amount       BIGINT NOT NULL,
	facts        TEXT NOT NULL,
	bundle       TEXT NOT NULL,
	day          BIGINT NOT NULL,
	expires_on   BIGINT NOT NULL,
	scan         TEXT NOT NULL REFERENCES scans (id),
	made_at      BIGINT NOT NULL,
	offered_at   BIGINT NOT NULL DEFAULT 0,
	opened_at    BIGINT NOT NULL DEFAULT 0,
	UNIQUE (subject, scheme, year)
);

CREATE TABLE letters (
	code_hash  BLOB NOT NULL PRIMARY KEY,
	subject    TEXT NOT NULL,
	birthday   BLOB NOT NULL,
	wrong      BIGINT NOT NULL DEFAULT 0,
	made_at    BIGINT NOT NULL,
	expires_at BIGINT NOT NULL,
	used_at    BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX letters_subject ON letters (subject);

-- One index besides the rows, on purpose: each page that an answer touches is
-- written before its resident is told. Receipts are found by their offers.
CREATE TABLE answers (
	offer    TEXT NOT NULL REFERENCES offers (id),
	sequence BIGINT NOT NULL,
	kind     TEXT NOT NULL,
	at       BIGINT NOT NULL,
	number   TEXT NOT NULL,
	sealed   BLOB NOT NULL,
	outbox   TEXT NOT NULL,
	PRIMARY KEY (offer, sequence)
);

-- What is to reach another system: answers.outbox names its row here.
CREATE TABLE outbox (
	id       TEXT NOT NULL PRIMARY KEY,
	offer    TEXT NOT NULL,
	sequence BIGINT NOT NULL,
	payload  BLOB NOT NULL,
	made_at  BIGINT NOT NULL,
	taken_at BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE sessions (
	id_hash    BLOB NOT NULL PRIMARY KEY,
	subject    TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	seen_at    BIGINT NOT NULL,
	expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_subject ON sessions (subject);
CREATE INDEX sessions_expires ON sessions (expires_at);

-- +goose Down
DROP TABLE sessions;
DROP TABLE outbox;
DROP TABLE answers;
DROP TABLE letters;
DROP TABLE offers;
DROP TABLE scan_counters;
DROP TABLE scans;
DROP TABLE opt_outs;
DROP TABLE residents;
DROP TABLE turns;
DROP TABLE keyring;
