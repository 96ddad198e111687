import Foundation
import Foundations
@testable import Journal
import Media
import Synchronization
import Testing
@testable import Casework

/// How attachments are kept: erased with their scope, told of when damaged, never left half written.
@Suite struct AttachmentKeepingTests {
    private let photo = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }

    @Test func nothingOfItIsReadableOnTheDisk() async throws {
        let office = try DeskOffice()
        let worker = try office.colleague("case_worker", team: office.hill)
        let child = try await office.child("Test", "Case", of: worker)
        let marked = Array("A sentence nobody else wrote.".utf8) + photo
        _ = try await office.noteWithPhoto(marked, in: child, by: worker)
        for name in try FileManager.default.subpathsOfDirectory(atPath: office.directory) {
            let data = FileManager.default.contents(atPath: office.directory + "/" + name) ?? Data()
            #expect(data.range(of: Data(marked.prefix(29))) == nil && data.range(of: Data("door.jpg".utf8)) == nil, "\(name)")
        }
    }

    @Test func anErasureTakesKeyAndFile() async throws {
        let office = try DeskOffice()
        let worker = try office.colleague("case_worker", team: office.hill)
        let (gone, stays) = (try await office.child("Gone", "Child", of: worker), try await office.child("Stays", "Child", of: worker))
        let (note, erased, _) = try await office.noteWithPhoto(photo, in: gone, by: worker)
        _ = try await office.attach(photo, record: office.id(), dossier: gone, as: worker)
        let (other, kept, _) = try await office.noteWithPhoto(photo, in: stays, by: worker)
        let row = try #require(try office.journal.read { try JournalStore.attachment($0, erased.id) })
        let copy = try #require(FileManager.default.contents(atPath: office.directory + "/blobs/\(row.blob.prefix(2))/\(row.blob)"))
        #expect(office.files.count == 3)

        try office.journal.shred([Scope(.dossier, gone)], by: worker.author.person, and: office.id(), device: office.id(), reason: "lawful")

        #expect(office.files.count == 1)
        #expect(await code { _ = try office.seen(erased.id, of: note, by: worker) } == "not-found")
        // Whoever kept a copy of file and row has nothing either.
        try FileManager.default.createDirectory(atPath: office.directory + "/blobs/\(row.blob.prefix(2))", withIntermediateDirectories: true)
        _ = FileManager.default.createFile(atPath: office.directory + "/blobs/\(row.blob.prefix(2))/\(row.blob)", contents: copy)
        #expect(await code { _ = try office.journal.open(row) } == "erased")
        #expect(await code { _ = try await office.attach(photo, record: office.id(), dossier: gone, as: worker) } != "")
        #expect(try office.seen(kept.id, of: other, by: worker) == photo)
        #expect(try office.journal.sweepAttachments() == 1)
        #expect(try office.journal.verify().faults == [])
    }

    @Test func redactingAnEntryTakesItsAttachmentAndNoOther() async throws {
        let office = try DeskOffice()
        let worker = try office.colleague("case_worker", team: office.hill)
        let child = try await office.child("Test", "Case", of: worker)
        let (note, misfiled, entry) = try await office.noteWithPhoto(photo, in: child, by: worker)
        let (other, kept, _) = try await office.noteWithPhoto(photo, in: child, by: worker)
        try office.journal.redact(entry, by: worker.author.person, and: office.id(), device: office.id(), reason: "misfiled")
        #expect(await code { _ = try office.seen(misfiled.id, of: note, by: worker) } == "not-found")
        #expect(try office.journal.read { try JournalStore.record($0, misfiled.id) } == nil)
        // The scope has another key now; what stays was wrapped anew.
        #expect(try office.seen(kept.id, of: other, by: worker) == photo)
        #expect(office.files.count == 1)
        let report = try office.journal.verify()
        #expect(report.faults == [] && report.attachments == 1)
    }

    @Test func aDamagedFileIsSaidAndNotServed() async throws {
        let office = try DeskOffice()
        let worker = try office.colleague("case_worker", team: office.hill)
        let child = try await office.child("Test", "Case", of: worker)
        let (note, reference, _) = try await office.noteWithPhoto(photo, in: child, by: worker)
        let path = office.directory + "/blobs/" + (try #require(office.files.first))
        var bytes = Array(try #require(FileManager.default.contents(atPath: path)))
        bytes[bytes.count - 5] ^= 1
        try Data(bytes).write(to: URL(filePath: path))
        #expect(await code { _ = try office.seen(reference.id, of: note, by: worker) } == "blob-damaged")
        #expect(try office.journal.verify().faults.map(\.code) == ["attachment-damaged"])
        try FileManager.default.removeItem(atPath: path)
        #expect(await code { _ = try office.seen(reference.id, of: note, by: worker) } == "blob-missing")
        #expect(try office.journal.verify().faults.map(\.code) == ["attachment-missing"])
    }

    /// Refuses the nth write to a file of attachments as a full disk does.
    private final class FullDisk: DiskObserver {
        let left = Mutex<Int?>(nil)

        func before(_ operation: DiskOperation) -> Int32 {
            guard case .write(let path, _, _) = operation, path.contains("/blobs/") else { return 0 }
            return left.withLock { left in
                guard let count = left else { return 0 }
                left = count - 1
                return count <= 0 ? ENOSPC : 0
            }
        }

        func after(_ operation: DiskOperation) {}
    }

    @Test(arguments: [0, 1, 3]) func aDiskThatFillsUpLeavesNoFile(_ writes: Int) async throws {
        let disk = FullDisk()
        let office = try DeskOffice(files: ObservedFiles(observer: disk))
        let worker = try office.colleague("case_worker", team: office.hill)
        let child = try await office.child("Test", "Case", of: worker)
        disk.left.withLock { $0 = writes }
        #expect(await code { _ = try await office.attach(photo, record: office.id(), dossier: child, as: worker) } == "no-space")
        #expect(office.files == [])
        disk.left.withLock { $0 = nil }
        let (note, reference, _) = try await office.noteWithPhoto(photo, in: child, by: worker)
        #expect(try office.seen(reference.id, of: note, by: worker) == photo)
    }

    @Test func anUploadThatIsLetGoLeavesNoFile() async throws {
        let office = try DeskOffice()
        do {
            let upload = try office.journal.beginAttachment()
            try upload.add(photo)
            #expect(office.files.count == 1)
        }
        #expect(office.files == [])
        do {
            let upload = try office.journal.beginAttachment()
            try upload.add(photo)
            _ = try upload.seal()
            #expect(office.files.count == 1)
        }
        #expect(office.files == [])
    }

    /// A film that tells of its tracks behind their samples: the first copy does not stay.
    @Test func whatIsMendedIsSealedAnew() async throws {
        let office = try DeskOffice()
        let worker = try office.colleague("case_worker", team: office.hill)
        let child = try await office.child("Test", "Case", of: worker)
        let note = office.id()
        let (plan, _) = try office.desk.attachmentPlan(question: "photo", of: "note", record: note, dossier: child, parent: nil,
                                                       by: worker.author, standing: worker.standing)
        var upload = try office.journal.beginAttachment()
        try upload.add([UInt8](repeating: 7, count: 200_000))
        let first = try upload.seal()
        let names = office.files
        upload = try upload.again { piece in piece.map { $0 + 1 } }
        let sealed = try upload.seal()
        #expect(sealed.size == first.size && sealed.digest != first.digest)
        #expect(office.files.count == 1 && office.files != names)
        let reference = AttachmentReference(id: plan.id, type: .jpeg, size: sealed.size, digest: sealed.digest, name: "a.jpg")
        try await upload.keep(plan, reference: reference.text)
        _ = try await office.save([office.entry(.create, "note", note, dossier: child, ["text": "Seen.", "photo": .text(reference.text)])], as: worker)
        #expect(try office.seen(reference.id, of: note, by: worker) == [UInt8](repeating: 8, count: 200_000))
    }

    /// Seven days: by attested clocks or by the life of the process, never by a clock that may have jumped.
    @Test func whatNobodySavesGoesAfterAWhile() async throws {
        let office = try DeskOffice()
        let worker = try office.colleague("case_worker", team: office.hill)
        let child = try await office.child("Test", "Case", of: worker)
        let (note, kept, _) = try await office.noteWithPhoto(photo, in: child, by: worker)
        _ = try await office.attach(photo, record: office.id(), dossier: child, as: worker)
        let start = office.time.now()
        func at(days: Int64, _ trust: ClockTrust) { office.time.set(WallTime(millis: start.millis + days * 86_400_000, trust: trust)) }
        at(days: 4000, .machine)
        try office.journal.sweepAttachments()
        #expect(office.files.count == 2)
        at(days: 6, .attested)
        try office.journal.sweepAttachments()
        #expect(office.files.count == 2)
        at(days: 8, .attested)
        try office.journal.sweepAttachments()
        #expect(office.files.count == 1)

        at(days: 8, .machine)
        _ = try await office.attach(photo, record: office.id(), dossier: child, as: worker)
        office.time.advance(millis: 6 * 86_400_000)
        try office.journal.sweepAttachments()
        #expect(office.files.count == 2)
        office.time.advance(millis: 2 * 86_400_000)
        try office.journal.sweepAttachments()
        #expect(office.files.count == 1)
        #expect(try office.seen(kept.id, of: note, by: worker) == photo)
    }

    @Test func filesThatNoRowKnowsGo() async throws {
        let office = try DeskOffice()
        let folder = office.directory + "/blobs/"
        try FileManager.default.createDirectory(atPath: folder + "ab", withIntermediateDirectories: true)
        _ = FileManager.default.createFile(atPath: folder + "new-1234", contents: Data([1]))
        _ = FileManager.default.createFile(atPath: folder + "ab/ab" + String(repeating: "0", count: 62), contents: Data([1]))
        #expect(try office.journal.sweepAttachments() == 1)
        #expect(office.files == [])
    }

    @Test func onePersonCannotPileThemUp() async throws {
        let office = try DeskOffice()
        let worker = try office.colleague("case_worker", team: office.hill)
        let child = try await office.child("Test", "Case", of: worker)
        let note = office.id()
        for _ in 0..<200 { _ = try await office.attach([1], record: note, dossier: child, as: worker) }
        #expect(await code { _ = try await office.attach([1], record: note, dossier: child, as: worker) } == "uploads-waiting")
        #expect(office.files.count == 200)
        let mate = try office.colleague("supervisor", team: office.hill)
        _ = try await office.attach([1], record: office.id(), dossier: child, as: mate)
    }
}
