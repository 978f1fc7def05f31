CREATE TABLE archives (
	id TEXT NOT NULL,
	location TEXT NOT NULL,
	model TEXT NOT NULL,
	passed BIGINT NOT NULL,
	counts TEXT NOT NULL,
	whole INTEGER NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE dates (
	version TEXT NOT NULL,
	position INTEGER NOT NULL,
	start INTEGER NOT NULL,
	"end" INTEGER NOT NULL,
	words TEXT NOT NULL,
	value TEXT,
	PRIMARY KEY (version, position),
	FOREIGN KEY(version) REFERENCES versions (id) ON DELETE CASCADE
);
CREATE TABLE entities (
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	forms TEXT NOT NULL,
	statements INTEGER NOT NULL,
	reports INTEGER NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX entities_by_statements ON entities (statements DESC, name, id);
CREATE TABLE entity_members (
	person TEXT NOT NULL,
	entity TEXT NOT NULL,
	position INTEGER NOT NULL,
	PRIMARY KEY (person),
	FOREIGN KEY(person) REFERENCES people (id) ON DELETE CASCADE,
	FOREIGN KEY(entity) REFERENCES entities (id) ON DELETE CASCADE
);
CREATE TABLE entity_words (
	word TEXT NOT NULL,
	entity TEXT NOT NULL,
	PRIMARY KEY (word, entity),
	FOREIGN KEY(entity) REFERENCES entities (id) ON DELETE CASCADE
);
CREATE TABLE figures (
	version TEXT NOT NULL,
	position INTEGER NOT NULL,
	start INTEGER NOT NULL,
	"end" INTEGER NOT NULL,
	words TEXT NOT NULL,
	value FLOAT NOT NULL,
	bound TEXT NOT NULL,
	unit TEXT NOT NULL,
	PRIMARY KEY (version, position),
	FOREIGN KEY(version) REFERENCES versions (id) ON DELETE CASCADE
);
CREATE TABLE guests (
	name TEXT NOT NULL,
	role TEXT NOT NULL,
	token TEXT NOT NULL,
	PRIMARY KEY (name)
);
CREATE INDEX ix_entity_members_entity ON entity_members (entity);
CREATE INDEX ix_judgements_one ON judgements (one);
CREATE INDEX ix_judgements_one_report ON judgements (one_report);
CREATE INDEX ix_judgements_other ON judgements (other);
CREATE INDEX ix_judgements_other_report ON judgements (other_report);
CREATE INDEX ix_link_items_report ON link_items (report);
CREATE INDEX ix_mentions_person ON mentions (person);
CREATE INDEX ix_people_name ON people (name);
CREATE INDEX ix_people_version ON people (version);
CREATE INDEX ix_register_names_entry ON register_names (entry);
CREATE INDEX ix_reports_current ON reports (current);
CREATE INDEX ix_saying_members_saying ON saying_members (saying);
CREATE INDEX ix_statements_first_day ON statements (first_day);
CREATE INDEX ix_statements_last_day ON statements (last_day);
CREATE INDEX ix_statements_within ON statements (within);
CREATE INDEX ix_story_members_story ON story_members (story);
CREATE INDEX ix_versions_report ON versions (report);
CREATE INDEX ix_versions_sha256 ON versions (sha256);
CREATE TABLE judgements (
	sequence INTEGER NOT NULL,
	id TEXT NOT NULL,
	about TEXT NOT NULL,
	one TEXT NOT NULL,
	other TEXT NOT NULL,
	verdict TEXT NOT NULL,
	score FLOAT NOT NULL,
	reason TEXT NOT NULL,
	author TEXT NOT NULL,
	at TEXT NOT NULL,
	withdrawn TEXT,
	one_report TEXT,
	other_report TEXT,
	value TEXT,
	judged_one TEXT,
	judged_other TEXT,
	PRIMARY KEY (sequence),
	UNIQUE (id)
);
CREATE INDEX judgements_pair ON judgements (about, one, other, author);
CREATE TABLE link_items (
	sequence INTEGER NOT NULL,
	about TEXT NOT NULL,
	id TEXT NOT NULL,
	report TEXT NOT NULL,
	hashes BLOB NOT NULL,
	PRIMARY KEY (sequence),
	UNIQUE (about, id),
	FOREIGN KEY(report) REFERENCES reports (id) ON DELETE CASCADE
);
CREATE TABLE link_keys (
	"key" BIGINT NOT NULL,
	item INTEGER NOT NULL,
	PRIMARY KEY ("key", item)
)
 WITHOUT ROWID
;
CREATE TABLE mentions (
	version TEXT NOT NULL,
	position INTEGER NOT NULL,
	start INTEGER NOT NULL,
	"end" INTEGER NOT NULL,
	words TEXT NOT NULL,
	kind TEXT NOT NULL,
	name TEXT,
	person TEXT,
	PRIMARY KEY (version, position),
	FOREIGN KEY(version) REFERENCES versions (id) ON DELETE CASCADE,
	FOREIGN KEY(person) REFERENCES people (id)
);
CREATE TABLE name_words (
	word TEXT NOT NULL,
	name TEXT NOT NULL,
	PRIMARY KEY (word, name)
);
CREATE TABLE originals (
	sha256 TEXT NOT NULL,
	packed BLOB NOT NULL,
	PRIMARY KEY (sha256)
);
CREATE TABLE outdated (
	about TEXT NOT NULL,
	item TEXT NOT NULL,
	PRIMARY KEY (about, item)
);
CREATE TABLE people (
	id TEXT NOT NULL,
	version TEXT NOT NULL,
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	alike TEXT,
	PRIMARY KEY (id),
	FOREIGN KEY(version) REFERENCES versions (id) ON DELETE CASCADE
);
CREATE INDEX people_alike ON people (alike, id);
CREATE TABLE readings (
	version TEXT NOT NULL,
	model TEXT NOT NULL,
	notes TEXT NOT NULL,
	PRIMARY KEY (version),
	FOREIGN KEY(version) REFERENCES versions (id) ON DELETE CASCADE
);
CREATE TABLE record (
	version INTEGER NOT NULL,
	wipe_due INTEGER NOT NULL
);
CREATE TABLE register_entries (
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	aliases TEXT NOT NULL,
	roles TEXT NOT NULL,
	wikidata TEXT,
	PRIMARY KEY (id)
);
CREATE TABLE register_names (
	words TEXT NOT NULL,
	entry TEXT NOT NULL,
	PRIMARY KEY (words, entry),
	FOREIGN KEY(entry) REFERENCES register_entries (id) ON DELETE CASCADE
);
CREATE VIRTUAL TABLE report_words USING fts5(
    text, content='versions', content_rowid='sequence', tokenize='unicode61 remove_diacritics 2');
CREATE TABLE reports (
	id TEXT NOT NULL,
	current TEXT NOT NULL,
	outlet TEXT,
	day_order TEXT NOT NULL,
	statements INTEGER NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX reports_by_day ON reports (day_order, id);
CREATE INDEX reports_of_outlet ON reports (outlet, day_order, id);
CREATE TABLE saying_members (
	statement TEXT NOT NULL,
	saying TEXT NOT NULL,
	position INTEGER NOT NULL,
	doubt FLOAT NOT NULL,
	PRIMARY KEY (statement),
	FOREIGN KEY(statement) REFERENCES statements (id) ON DELETE CASCADE,
	FOREIGN KEY(saying) REFERENCES sayings (id) ON DELETE CASCADE
);
CREATE INDEX saying_members_by_doubt ON saying_members (doubt DESC, statement);
CREATE TABLE sayings (
	id TEXT NOT NULL,
	said TEXT,
	repeat_of TEXT,
	day_order TEXT NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE sealed (
	version TEXT NOT NULL,
	text TEXT NOT NULL,
	front TEXT NOT NULL,
	location TEXT NOT NULL,
	reading TEXT,
	PRIMARY KEY (version),
	FOREIGN KEY(version) REFERENCES versions (id) ON DELETE CASCADE
);
CREATE TABLE sealed_judgements (
	judgement TEXT NOT NULL,
	reason TEXT NOT NULL,
	value TEXT,
	PRIMARY KEY (judgement),
	FOREIGN KEY(judgement) REFERENCES judgements (id) ON DELETE CASCADE
);
CREATE VIRTUAL TABLE statement_words USING fts5(
    words, content='statements', content_rowid='sequence', tokenize='unicode61 remove_diacritics 2');
CREATE TABLE statements (
	sequence INTEGER NOT NULL,
	id TEXT NOT NULL,
	version TEXT NOT NULL,
	position INTEGER NOT NULL,
	kind TEXT NOT NULL,
	act TEXT NOT NULL,
	score FLOAT NOT NULL,
	source TEXT NOT NULL,
	cue TEXT NOT NULL,
	content TEXT NOT NULL,
	words TEXT NOT NULL,
	speaker TEXT,
	speaker_name TEXT,
	speaker_kind TEXT,
	speaker_score FLOAT,
	speaker_reason TEXT,
	addressee TEXT,
	on_behalf_of TEXT,
	via TEXT,
	said TEXT,
	said_reason TEXT,
	within TEXT,
	first_day TEXT,
	last_day TEXT,
	day_order TEXT NOT NULL,
	PRIMARY KEY (sequence),
	UNIQUE (id),
	FOREIGN KEY(version) REFERENCES versions (id) ON DELETE CASCADE,
	FOREIGN KEY(speaker) REFERENCES people (id),
	FOREIGN KEY(within) REFERENCES statements (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX statements_by_day ON statements (day_order, version, position);
CREATE INDEX statements_of_act ON statements (act, day_order, version, position);
CREATE INDEX statements_of_days ON statements (last_day) WHERE first_day != last_day;
CREATE INDEX statements_of_kind ON statements (kind, day_order, version, position);
CREATE INDEX statements_of_speaker ON statements (speaker, day_order, version, position);
CREATE INDEX statements_of_version ON statements (version, said);
CREATE TABLE stories (
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	reports INTEGER NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX stories_by_reports ON stories (reports DESC, name, id);
CREATE TABLE story_members (
	report TEXT NOT NULL,
	story TEXT NOT NULL,
	position INTEGER NOT NULL,
	PRIMARY KEY (report),
	FOREIGN KEY(report) REFERENCES reports (id) ON DELETE CASCADE,
	FOREIGN KEY(story) REFERENCES stories (id) ON DELETE CASCADE
);
CREATE TABLE told_parts (
	story TEXT NOT NULL,
	about TEXT NOT NULL,
	number INTEGER NOT NULL,
	packed BLOB NOT NULL,
	PRIMARY KEY (story, about, number),
	FOREIGN KEY(story) REFERENCES stories (id) ON DELETE CASCADE
);
CREATE TABLE uncorrected (
	version TEXT NOT NULL,
	front TEXT,
	reading TEXT,
	PRIMARY KEY (version),
	FOREIGN KEY(version) REFERENCES versions (id) ON DELETE CASCADE
);
CREATE TABLE unlinked (
	report TEXT NOT NULL,
	PRIMARY KEY (report),
	FOREIGN KEY(report) REFERENCES reports (id) ON DELETE CASCADE
);
CREATE TABLE versions (
	sequence INTEGER NOT NULL,
	id TEXT NOT NULL,
	report TEXT NOT NULL,
	text TEXT NOT NULL,
	headline TEXT,
	outlet TEXT,
	published TEXT,
	day_order TEXT NOT NULL,
	front TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	media_type TEXT NOT NULL,
	location TEXT NOT NULL,
	fetched TEXT NOT NULL,
	offsets BLOB NOT NULL,
	notes TEXT NOT NULL,
	added TEXT NOT NULL,
	hidden TEXT,
	PRIMARY KEY (sequence),
	UNIQUE (id),
	FOREIGN KEY(report) REFERENCES reports (id) ON DELETE CASCADE,
	FOREIGN KEY(sha256) REFERENCES originals (sha256)
);
CREATE INDEX versions_hidden ON versions (sha256) WHERE hidden IS NOT NULL;
