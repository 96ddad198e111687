import Casework
import Foundation
import Foundations
import Journal
import Media

extension DeskOffice {
    /// The way of an upload, without its network.
    func attach(_ bytes: [UInt8], to question: String = "photo", of form: String = "note", record: UUIDv7, dossier: UUIDv7?,
                as who: Colleague) async throws -> AttachmentReference {
        let (plan, _) = try desk.attachmentPlan(question: question, of: form, record: record, dossier: dossier, parent: nil, by: who.author,
                                                standing: who.standing)
        let upload = try journal.beginAttachment()
        for start in stride(from: 0, to: bytes.count, by: 10_000) { try upload.add(Array(bytes[start..<min(bytes.count, start + 10_000)])) }
        let sealed = try upload.seal()
        let reference = AttachmentReference(id: plan.id, type: .jpeg, size: sealed.size, digest: sealed.digest, name: "door.jpg")
        try await upload.keep(plan, reference: reference.text)
        return reference
    }

    /// A note with a photo, saved.
    func noteWithPhoto(_ bytes: [UInt8], in dossier: UUIDv7, by who: Colleague) async throws -> (note: UUIDv7, photo: AttachmentReference, entry: UUIDv7) {
        let note = id()
        let photo = try await attach(bytes, record: note, dossier: dossier, as: who)
        let entry = entry(.create, "note", note, dossier: dossier, ["text": "Seen.", "photo": .text(photo.text)])
        _ = try await save([entry], as: who)
        return (note, photo, entry.id)
    }

    func seen(_ attachment: UUIDv7, of record: UUIDv7, by who: Colleague) throws -> [UInt8] {
        let content = try journal.open(try desk.attachment(attachment, of: record, for: who.author, standing: who.standing))
        var bytes: [UInt8] = []
        while let piece = try content.next() { bytes += piece }
        return bytes
    }

    /// Names of everything in the folder of attachments.
    var files: [String] {
        let root = directory + "/blobs"
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
        return names.filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: root + "/" + name, isDirectory: &isFolder) && !isFolder.boolValue
        }.sorted()
    }
}

/// The stable code of what `body` throws; "" where it throws nothing.
func code(_ body: () async throws -> Void) async -> String {
    do {
        try await body()
        return ""
    } catch {
        return (error as? any KinboxFault)?.code ?? "\(error)"
    }
}

/// The fields that a refusal names.
func faulty(_ body: () async throws -> Void) async -> [String] {
    do {
        try await body()
        return []
    } catch let error as CaseworkError {
        if case .faults(let faults) = error.reason { return faults.map { $0.field + " " + $0.code } }
        return [error.code]
    } catch {
        return ["\(error)"]
    }
}
