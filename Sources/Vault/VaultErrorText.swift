import Foundations

extension VaultError {
    private struct Text {
        let code: String
        let exit: Int32
        let happened: String
        var safe = "Nothing was changed."
        let advice: String
    }

    public var code: String { text.code }
    public var exitCode: Int32 { text.exit }
    public var whatHappened: String { text.happened }
    public var whatIsSafe: String { text.safe }
    public var whatToDo: String { text.advice }

    private static let restore = "Keep the folder as it is and restore from the last backup: kinbox restore."

    private static func logDamage(_ frame: UInt32?, _ commits: Int) -> String {
        let saves = commits == 1 ? "1 finished save" : "\(commits) finished saves"
        guard let frame else { return "The head of vault.db-wal is damaged and \(saves) may be nowhere but in it." }
        return "Frame \(frame) of vault.db-wal is damaged"
            + (commits == 0 ? "; it belongs to the last save." : " and \(saves) \(commits == 1 ? "lies" : "lie") behind it.")
    }

    private var text: Text {
        switch reason {
        case .inUse:
            Text(code: "in-use", exit: 4, happened: "Another kinbox process is using this store.",
                 advice: "Stop it first, or use the web page or the control commands of the running one.")
        case .wrongSecret:
            Text(code: "wrong-secret", exit: 3, happened: "This secret opens no key slot of the store.",
                 advice: "Check spelling, keyboard layout and which stick it is; any other key slot works as well.")
        case .notAVault:
            Text(code: "not-a-vault", exit: 2, happened: "There is no vault.keys in this folder.",
                 advice: "Check the path, or make a store with kinbox init.")
        case .alreadyExists:
            Text(code: "already-exists", exit: 6, happened: "This folder already holds a store.",
                 advice: "Choose an empty folder.")
        case .unfinishedCreation:
            Text(code: "unfinished-creation", exit: 1, happened: "Making this store was cut off before it was finished.",
                 safe: "It never held data.", advice: "Run kinbox init again.")
        case .keyFileDamaged(let how):
            Text(code: "key-file-damaged", exit: 5, happened: "Both copies of the key file are damaged (\(how)).",
                 safe: "The data files were not touched.",
                 advice: "Put back vault.keys from the last backup. Without it nobody can read the data.")
        case .newerFormat(let version):
            Text(code: "newer-format", exit: 6, happened: "The store was written by a newer version (format \(version)).",
                 advice: "Use that version of kinbox or a newer one.")
        case .keyDerivationOutOfBounds:
            Text(code: "key-derivation-out-of-bounds", exit: 5,
                 happened: "The key file asks for more work to check a passphrase than is allowed.",
                 advice: "The key file was altered. " + Self.restore)
        case .keyDerivationTooWeak:
            Text(code: "key-derivation-too-weak", exit: 6,
                 happened: "The passphrase check is set below the least that is safe (19 MiB, 2 passes).",
                 advice: "Use the standard setting.")
        case .noAESInstructions:
            Text(code: "no-aes-instructions", exit: 6,
                 happened: "The store is sealed with AES-256-GCM and this processor has no AES instructions.",
                 advice: "Move the disk to a machine that has them, and there run: kinbox key rotate --suite xchacha20.")
        case .cannotHarden(let number):
            Text(code: "cannot-harden", exit: 1,
                 happened: "The system would not forbid memory dumps of this process (errno \(number)).",
                 advice: "Start kinbox with the supplied service file.")
        case .noSuchSlot:
            Text(code: "no-such-slot", exit: 2, happened: "There is no such key slot.", advice: "List them: kinbox key list.")
        case .tooFewSlots:
            Text(code: "too-few-slots", exit: 6, happened: "A store keeps at least two key slots, one of them the recovery key.",
                 advice: "Add another slot first.")
        case .tooManySlots:
            Text(code: "too-many-slots", exit: 6, happened: "All eight key slots are taken.", advice: "Remove one first.")
        case .secretOnSameDisk:
            Text(code: "secret-on-same-disk", exit: 6,
                 happened: "This secret lies on the same disk as the store, so it would protect nothing.",
                 advice: "Put it on a stick that is taken out, or on another device.")
        case .recoveryWords(let fault):
            Text(code: "recovery-words", exit: 2, happened: fault.description,
                 advice: "Compare with the printed sheet word by word.")
        case .unusableSecret(let why):
            Text(code: "unusable-secret", exit: 6, happened: why, advice: "Choose another one.")
        case .databaseMissing:
            Text(code: "database-missing", exit: 5, happened: "vault.db is missing although the store was in use.",
                 advice: Self.restore)
        case .databaseEmptied:
            Text(code: "database-emptied", exit: 5, happened: "vault.db is empty although the store was in use.",
                 advice: Self.restore)
        case .databaseNotSealed:
            Text(code: "database-not-sealed", exit: 5, happened: "vault.db is an ordinary SQLite file, not a sealed one.",
                 advice: "Somebody put it there. " + Self.restore)
        case .databaseTruncated:
            Text(code: "database-truncated", exit: 5, happened: "vault.db is shorter than it was.", advice: Self.restore)
        case .foreignDatabase:
            Text(code: "foreign-database", exit: 5,
                 happened: "No page of vault.db opens with this store's keys: it belongs to another store.",
                 advice: "Put back the vault.db that goes with this vault.keys.")
        case .pageDamaged(let file, let page, let damage):
            Text(code: damage.code, exit: 5, happened: "Page \(page) of \(file.rawValue) is damaged: \(damage.words).",
                 safe: "No wrong data was shown; other pages are unaffected.",
                 advice: "Run kinbox verify to see what is affected. " + Self.restore)
        case .logDamaged(let frame, let commits):
            Text(code: "log-damaged", exit: 5, happened: Self.logDamage(frame, commits),
                 safe: "Nothing was changed: what lies before the damage and what lies behind it is still in the files.",
                 advice: "This is not what a power cut leaves. Start nothing on this folder and keep a copy of it: "
                    + "the saves in the log are in no other file. Then restore from the last backup: kinbox restore.")
        case .fileRefused(let name):
            Text(code: "file-refused", exit: 6, happened: "SQLite asked for the file \(name), which the vault never opens.",
                 advice: "This is a fault of the program; please report it.")
        case .secondWriter:
            Text(code: "second-writer", exit: 1, happened: "A second connection wanted to write to the store.",
                 advice: "This is a fault of the program; please report it.")
        case .noSpace:
            Text(code: "no-space", exit: 7, happened: "The disk is full, so nothing more is saved.",
                 safe: "Everything saved before is safe and can be read.", advice: "Free space on the disk, then try again.")
        case .readOnly(let why):
            Text(code: "read-only", exit: 1, happened: "The store takes no more changes: \(why)",
                 safe: "Everything shown as saved before is safe and can be read.",
                 advice: "Restart kinbox; if it happens again, replace the disk.")
        case .syncFailed:
            Text(code: "sync-failed", exit: 1, happened: "The disk reported that it could not keep what was written.",
                 safe: "Everything shown as saved before is safe; the last save was not confirmed.",
                 advice: "Restart kinbox; if it happens again, replace the disk.")
        case .sealLimit:
            Text(code: "seal-limit", exit: 6, happened: "The key of this store has sealed as many pages as it safely may.",
                 safe: "Everything saved before is safe and can be read.", advice: "Run: kinbox key rotate.")
        case .blobMissing:
            Text(code: "blob-missing", exit: 5, happened: "An attachment's file is missing.", advice: Self.restore)
        case .blobDamaged:
            Text(code: "blob-damaged", exit: 5, happened: "An attachment's file is damaged.",
                 safe: "Nothing wrong was shown.", advice: Self.restore)
        case .sealDamaged:
            Text(code: "seal-damaged", exit: 5, happened: "A sealed value does not open.",
                 safe: "Nothing wrong was shown.", advice: Self.restore)
        case .scopeErased:
            Text(code: "scope-erased", exit: 6, happened: "This was erased; its key no longer exists.",
                 advice: "Nothing can bring it back.")
        case .closed:
            Text(code: "closed", exit: 3, happened: "The store is closed.", advice: "Unlock it again.")
        case .file(let fault):
            Text(code: fault.code, exit: fault.exitCode, happened: fault.whatHappened, safe: fault.whatIsSafe,
                 advice: fault.whatToDo)
        case .sqlite(let number, let message):
            Text(code: "sqlite-\(number)", exit: 1, happened: "SQLite: \(message) (\(number)).",
                 advice: "Run kinbox verify; report it if the store is sound.")
        }
    }
}

extension PageDamage {
    var code: String {
        switch self {
        case .flippedBit: "page-bit-flipped"
        case .misplaced: "page-misplaced"
        case .zeros: "page-missing"
        case .cutOff: "database-truncated"
        case .unreadable: "page-unreadable"
        }
    }

    var words: String {
        switch self {
        case .flippedBit(let bit): "one bit is wrong (bit \(bit))"
        case .misplaced(let from): "it is a copy of page \(from)"
        case .zeros: "it holds only zeros"
        case .cutOff: "the file ends before it does"
        case .unreadable: "overwritten, or from another store"
        }
    }
}
