import Foundations
import GRDB
import Vault

/// Every attachment that an answer holds: the journal tells of it, its key opens, and its sealed file is whole.
struct AttachmentCheck {
    let keys: any JournalKeys
    let blobs: BlobStore?

    func run(_ db: Database, _ report: inout VerifyReport, progress: (Int64) -> Void) throws {
        let scopes = ScopeKeys(keys)
        var after: UUIDv7?
        while true {
            let page = try AttachmentTable.page(db, after: after, limit: 256)
            guard let last = page.last else { return }
            after = last.id
            for one in page where one.entry != nil {
                report.attachments += 1
                try check(db, one, scopes, &report)
            }
            progress(Int64(report.attachments))
        }
    }

    private func check(_ db: Database, _ one: StoredAttachment, _ scopes: ScopeKeys, _ report: inout VerifyReport) throws {
        let told = one.isThumbnail ? nil : try RecordTable.load(db, id: one.id)
        if !one.isThumbnail, told?.kind != StoredAttachment.kind || told?.shown("blob")?.text != one.blob {
            report.fault("attachment-untold", "the journal says something else of an attachment", record: one.plan.record)
        }
        let key = try scopes.key(db, number: one.scopeNumber)
        if key.flatMap({ try? keys.open(one.wrapped, key: $0, associated: BlobStore.wrappedKeyData) }) == nil {
            report.fault("attachment-key", "an attachment's key does not open", record: one.plan.record)
        }
        guard let blobs else { return }
        do {
            if try !blobs.verify(one.blob) { report.fault("attachment-damaged", "an attachment's file is damaged", record: one.plan.record) }
        } catch {
            guard error.reason == .blobMissing else { throw error }
            report.fault("attachment-missing", "an attachment's file is missing", record: one.plan.record)
        }
    }
}
