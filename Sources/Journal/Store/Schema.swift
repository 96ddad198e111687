import GRDB

/// Tables of the journal. Nothing here uses a custom collation or SQL function: any SQLite with FTS5 reads it.
/// docs/formats/journal.md describes every column.
enum Schema {
    static func migrate(_ writer: any DatabaseWriter) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("journal-1") { db in
            for statement in version1 { try db.execute(sql: statement) }
        }
        migrator.registerMigration("attachments-1") { db in
            for statement in AttachmentTable.version1 { try db.execute(sql: statement) }
        }
        try migrator.migrate(writer)
    }

    /// What `ProjectionRules` derive; made anew where they change. Prefixes of every usual length stand in the index: FTS5 gathers and
    /// merges all words that begin with any other, which costs with the district.
    static let lookup = """
        CREATE TABLE lookup (rule INTEGER NOT NULL, key BLOB NOT NULL, sort INTEGER NOT NULL, record INTEGER NOT NULL,
            PRIMARY KEY (rule, key, sort, record)) WITHOUT ROWID
        """
    static let search = """
        CREATE VIRTUAL TABLE search USING fts5 (words, near, tokenize = 'unicode61 remove_diacritics 0', detail = none,
            columnsize = 0, prefix = '2 3 4 5 6 7 8')
        """

    private static let version1 = [
        "CREATE TABLE journal_meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
        """
        CREATE TABLE epoch (counter INTEGER PRIMARY KEY, tag BLOB NOT NULL, first_position INTEGER NOT NULL,
            started INTEGER NOT NULL)
        """,
        "CREATE TABLE key_bucket (number INTEGER PRIMARY KEY, wrapped BLOB NOT NULL)",
        """
        CREATE TABLE scope_key (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, id BLOB NOT NULL,
            wrapped BLOB, legal_hold INTEGER NOT NULL DEFAULT 0, erased_by BLOB, UNIQUE (id, kind))
        """,
        """
        CREATE TABLE entry (position INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
            id BLOB NOT NULL UNIQUE, scope INTEGER NOT NULL, record INTEGER NOT NULL, version INTEGER NOT NULL,
            received INTEGER NOT NULL, received_how INTEGER NOT NULL, hlc INTEGER NOT NULL,
            link BLOB NOT NULL, payload_key BLOB, authored BLOB NOT NULL)
        """,
        "CREATE INDEX entry_scope ON entry (scope)",
        "CREATE INDEX entry_record ON entry (record)",
        """
        CREATE TABLE attestation (first_position INTEGER PRIMARY KEY, count INTEGER NOT NULL, signer BLOB NOT NULL,
            signature BLOB NOT NULL)
        """,
        "CREATE TABLE device (id BLOB PRIMARY KEY, last_seq INTEGER NOT NULL) WITHOUT ROWID",
        """
        CREATE TABLE record (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, kind TEXT NOT NULL, scope INTEGER NOT NULL,
            dossier BLOB, parent BLOB, agency TEXT, status TEXT, owner BLOB, team BLOB, place TEXT, sensitivity TEXT,
            form_version INTEGER NOT NULL, archived INTEGER NOT NULL, version INTEGER NOT NULL, updated INTEGER NOT NULL,
            body BLOB NOT NULL)
        """,
        "CREATE INDEX record_dossier ON record (dossier) WHERE dossier IS NOT NULL",
        "CREATE INDEX record_scope ON record (scope)",
        lookup,
        search,
        """
        CREATE TABLE trail_key (month TEXT PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID
        """,
        """
        CREATE TABLE trail (position INTEGER PRIMARY KEY, at INTEGER NOT NULL, at_how INTEGER NOT NULL, actor BLOB,
            device BLOB, action TEXT NOT NULL, subject BLOB, detail BLOB, words_month TEXT, words BLOB, link BLOB NOT NULL)
        """,
        "CREATE INDEX trail_actor ON trail (actor)",
        "CREATE INDEX trail_subject ON trail (subject) WHERE subject IS NOT NULL",
    ]
}
