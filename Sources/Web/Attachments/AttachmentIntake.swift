import Casework
import Foundations
import HTTPServer
import Journal
import Media

/// One attachment on its way in: judged, recognised, cleaned and sealed as its bytes come.
///
/// `@unchecked Sendable`: one task uses it at a time, the request that brings a piece; `HalfUploads` lends it to one only.
final class AttachmentIntake: @unchecked Sendable {
    let plan: AttachmentPlan
    private let takes: MediaQuestion
    private let name: String
    private var upload: AttachmentUpload
    private var intake: MediaIntake
    /// Bytes that came so far.
    private(set) var received = 0

    /// - Throws: what `Desk.attachmentPlan` throws; `Problem` where the request does not say where it belongs, or what is announced is too large.
    init(_ request: Request, _ caller: Caller) throws {
        func id(_ name: String) throws(Problem) -> UUIDv7? {
            guard let text = request.query(name), !text.isEmpty else { return nil }
            guard let id = UUIDv7(text) else { throw Self.incomplete(name) }
            return id
        }
        guard let record = try id("record") else { throw Self.incomplete("record") }
        guard let form = request.query("form"), let field = request.query("field") else { throw Self.incomplete("field") }
        (plan, takes) = try caller.open.desk.attachmentPlan(
            question: field, of: form, record: record, dossier: id("dossier"), parent: id("parent"), by: caller.author, standing: caller.standing)
        name = request.query("name") ?? ""
        if let announced = request.query("size").flatMap({ Int($0) }), announced > takes.limit { throw Self.tooLarge(takes) }
        upload = try caller.open.journal.beginAttachment()
        intake = MediaIntake(for: takes)
    }

    /// Once it has thrown it is of no further use.
    func add(_ piece: [UInt8]) throws {
        guard received + piece.count <= takes.limit else { throw Self.tooLarge(takes) }
        do {
            try upload.add(try intake.take(piece))
        } catch let fault as MediaFault {
            throw Self.refusal(fault, takes)
        }
        received += piece.count
    }

    /// All of it is there: kept for a save to come when this returns. To be called once.
    func finish() async throws -> AttachmentReference {
        var end: MediaEnd
        do {
            end = try intake.finish()
        } catch let fault as MediaFault {
            throw Self.refusal(fault, takes)
        }
        try upload.add(end.rest)
        var sealed = try upload.seal()
        if !end.mending.isEmpty {
            upload = try upload.again { end.mending.apply($0) }
            sealed = try upload.seal()
        }
        let reference = AttachmentReference(id: plan.id, type: end.type, size: sealed.size, digest: sealed.digest, name: FileName.cleaned(name, as: end.type))
        try await upload.keep(plan, reference: reference.text)
        return reference
    }

    // MARK: Refusals

    private static func incomplete(_ what: String) -> Problem {
        Problem(status: 422, code: "faults", title: "The attachment does not say where it belongs", whatIsSafe: "Nothing was kept.",
                faults: [Problem.Fault(field: what, code: "required")])
    }

    /// Too many attachments of one person, or of all, at once.
    static var tooMany: Problem {
        var problem = Problem(status: 429, code: "uploads-running", title: "Too many attachments are on their way at once",
                              whatIsSafe: "What is saved is safe, and so is what waits.", whatToDo: "Wait until the others have arrived, then try again.")
        problem.headers["Retry-After"] = "5"
        return problem
    }

    private static func tooLarge(_ takes: MediaQuestion) -> Problem {
        Problem(status: 413, code: "attachment-too-large", title: "The attachment is too large", detail: "At most \(takes.limit >> 20) MB are taken here.",
                whatIsSafe: "Nothing of it was kept; the form is as it was.", whatToDo: "Choose a smaller one, or make a shorter recording.")
    }

    static func refusal(_ fault: MediaFault, _ takes: MediaQuestion) -> Problem {
        let safe = "Nothing of it was kept; the form is as it was."
        return switch fault {
        case .unknownType:
            Problem(status: 415, code: "attachment-type", title: "This kind of file is not kept here", whatIsSafe: safe,
                    whatToDo: takes == .file ? "Photos, recordings, PDF, Word, Excel, OpenDocument and plain text can be attached."
                        : "Choose a \(takes == .image ? "photo (JPEG, PNG or WebP)" : takes == .audio ? "sound recording" : "film (MP4 or WebM)").")
        case .damaged:
            Problem(status: 422, code: "attachment-broken", title: "The file is damaged or not complete", whatIsSafe: safe,
                    whatToDo: "Open it once to see whether it is whole, or take it again.")
        case .hasMacros:
            Problem(status: 415, code: "attachment-macros", title: "The document has programs (macros) inside", whatIsSafe: safe,
                    whatToDo: "Save it without macros, or as PDF, and attach that.")
        case .hasForeignParts:
            Problem(status: 415, code: "attachment-carries", title: "The document carries other files, or calls other programs",
                    whatIsSafe: safe, whatToDo: "Save it as PDF and attach that.")
        case .cannotBeCleaned:
            Problem(status: 415, code: "attachment-uncleaned", title: "The file could not be checked and cleaned",
                    whatIsSafe: safe, whatToDo: "Record it anew with this app; save a document as PDF, without a password.")
        }
    }
}
