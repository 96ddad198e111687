import Access
import Foundations
import Journal
import Testing
@testable import Casework

/// Who may bring an attachment, who may see it, and which answers may refer to it.
@Suite struct AttachmentRightsTests {
    private let photo = [UInt8](repeating: 7, count: 150_000)

    @Test func itComesWithItsSaveAndIsSeenByWhoSeesTheAnswer() async throws {
        let office = try DeskOffice()
        let worker = try office.colleague("case_worker", team: office.hill)
        let child = try await office.child("Test", "Case", of: worker)
        let (note, reference, _) = try await office.noteWithPhoto(photo, in: child, by: worker)
        #expect(reference.size == 150_000)
        #expect(try office.seen(reference.id, of: note, by: worker) == photo)
        #expect(try office.seen(reference.id, of: note, by: try office.colleague("supervisor", team: office.hill)) == photo)
        let report = try office.journal.verify()
        #expect(report.faults == [] && report.attachments == 1)
        // It is no paper of its own.
        let shown = try office.desk.dossier(child, for: worker.standing)
        #expect(shown.papers.map(\.form) == ["note"])
        #expect(try office.desk.timeline(of: child, before: nil, for: worker.standing).rows.allSatisfy { $0.form != "attachment" })
    }

    /// Unknown to the record → sees the record but not the class of the answer → sees both.
    @Test func whoSeesTheRecordButNotTheClassOfTheAnswerGetsNothing() async throws {
        let office = try DeskOffice()
        let worker = try office.colleague("case_worker", team: office.hill)
        let child = try await office.child("Test", "Case", of: worker)
        let (note, reference, _) = try await office.noteWithPhoto(photo, in: child, by: worker)
        let officer = try office.colleague("data_officer")
        let shown = try office.desk.record(note, for: officer.standing)
        #expect(shown.hidden.contains("photo") && shown.fields["photo"] == nil)
        let stranger = try office.colleague("case_worker", team: office.river)
        for who in [officer, stranger] {
            #expect(await code { _ = try office.seen(reference.id, of: note, by: who) } == "not-found")
            #expect(try office.desk.history(of: note, for: officer.standing)["photo"] == nil)
        }
        // Through another record of theirs neither, and not by a wrong id.
        let own = try await office.child("Other", "Child", of: stranger)
        let paper = office.id()
        _ = try await office.save([office.entry(.create, "note", paper, dossier: own, ["text": "Mine."])], as: stranger)
        #expect(await code { _ = try office.seen(reference.id, of: paper, by: stranger) } == "not-found")
        #expect(await code { _ = try office.seen(office.id(), of: note, by: worker) } == "not-found")
        #expect(office.files.count == 1)
    }

    @Test func nobodyBringsOneWhereTheyMayNotWrite() async throws {
        let office = try DeskOffice()
        let worker = try office.colleague("case_worker", team: office.hill)
        let child = try await office.child("Test", "Case", of: worker)
        let note = office.id()
        _ = try await office.save([office.entry(.create, "note", note, dossier: child, ["text": "Seen."])], as: worker)
        let stranger = try office.colleague("case_worker", team: office.river)
        let officer = try office.colleague("data_officer")
        for (who, record, expected) in [
            (stranger, note, "not-found"), (stranger, office.id(), "not-found"), (officer, note, "not-allowed"), (officer, office.id(), "not-allowed"),
        ] {
            #expect(await code { _ = try await office.attach(photo, record: record, dossier: child, as: who) } == expected)
        }
        for (form, question) in [("note", "text"), ("note", "nothing"), ("nothing", "photo"), ("user", "photo"), ("attachment", "photo")] {
            #expect(await code { _ = try await office.attach(photo, to: question, of: form, record: note, dossier: child, as: worker) } == "not-found")
        }
        #expect(await code { _ = try await office.attach(photo, record: child, dossier: child, as: worker) } == "misplaced-entry")
        #expect(office.files == [])
        _ = try await office.attach(photo, record: note, dossier: child, as: worker)
        #expect(office.files.count == 1)
    }

    @Test func whatWaitsIsThereForWhoBroughtItAlone() async throws {
        let office = try DeskOffice()
        let worker = try office.colleague("case_worker", team: office.hill)
        let child = try await office.child("Test", "Case", of: worker)
        let note = office.id()
        let waiting = try await office.attach(photo, record: note, dossier: child, as: worker)
        #expect(try office.seen(waiting.id, of: note, by: worker) == photo)
        let supervisor = try office.colleague("supervisor", team: office.hill)
        #expect(await code { _ = try office.seen(waiting.id, of: note, by: supervisor) } == "not-found")
        #expect(try await !office.journal.drop(attachment: waiting.id, of: supervisor.author.person))
        #expect(try await office.journal.drop(attachment: waiting.id, of: worker.author.person))
        #expect(office.files == [])
        let (saved, kept, _) = try await office.noteWithPhoto(photo, in: child, by: worker)
        #expect(try await !office.journal.drop(attachment: kept.id, of: worker.author.person))
        #expect(try office.seen(kept.id, of: saved, by: worker) == photo)
    }

    /// A child that is registered with its first note in one save.
    @Test func aRecordOfADossierThatIsNotThereYet() async throws {
        let office = try DeskOffice()
        let worker = try office.colleague("case_worker", team: office.hill)
        let (child, note) = (office.id(), office.id())
        let photo = try await office.attach(self.photo, record: note, dossier: child, as: worker)
        _ = try await office.save([
            office.entry(.create, "child", child, ["given_name": "New", "sex": "female"]),
            office.entry(.create, "case", office.id(), dossier: child, ["concern": .list(["neglect"])]),
            office.entry(.create, "note", note, dossier: child, ["text": "Seen.", "photo": .text(photo.text)]),
        ], as: worker)
        #expect(try office.seen(photo.id, of: note, by: worker).count == 150_000)
        let officer = try office.colleague("data_officer")
        #expect(await code { _ = try await office.attach(self.photo, record: office.id(), dossier: office.id(), as: officer) } == "not-allowed")
    }

    @Test func onlyItsOwnAnswerMayReferToIt() async throws {
        let office = try DeskOffice()
        let worker = try office.colleague("case_worker", team: office.hill)
        let mate = try office.colleague("case_worker", team: office.hill)
        let child = try await office.child("Test", "Case", of: worker)
        let other = try await office.child("Other", "Child", of: worker)
        let (_, used, _) = try await office.noteWithPhoto(photo, in: child, by: worker)
        let note = office.id()
        let mine = try await office.attach(photo, record: note, dossier: child, as: worker)
        let elsewhere = try await office.attach(photo, record: office.id(), dossier: child, as: worker)
        func tried(_ text: Value, field: String = "photo", record: UUIDv7? = nil, dossier: UUIDv7? = nil, by who: DeskOffice.Colleague? = nil) async -> [String] {
            await faulty {
                _ = try await office.save([office.entry(.create, "note", record ?? note, dossier: dossier ?? child, ["text": "x", field: text])],
                                          as: who ?? worker)
            }
        }
        #expect(await tried(.text(used.text)) == ["photo attachment"])
        #expect(await tried(.text(elsewhere.text)) == ["photo attachment"])
        #expect(await tried(.text(mine.text), field: "paper") == ["paper attachment"])
        #expect(await tried(.text(mine.text), record: office.id()) == ["photo attachment"])
        #expect(await tried(.text(mine.text), dossier: other) == ["photo attachment"])
        #expect(await tried(.text(mine.text.replacing("jpeg", with: "webp"))) == ["photo attachment"])
        #expect(await tried(.text("door.jpg")) == ["photo attachment"])
        #expect(await tried(.text("\(office.id()) image/jpeg 1 00 x")) == ["photo attachment"])
        // Somebody else's, for the same new record: as if it were not there.
        let theirs = try await office.child("Theirs", "Child", of: mate)
        let record = office.id()
        let foreign = try await office.attach(photo, record: record, dossier: theirs, as: mate)
        let supervisor = try office.colleague("supervisor", team: office.hill)
        #expect(await tried(.text(foreign.text), record: record, dossier: theirs, by: supervisor) == ["photo attachment"])
        #expect(try office.journal.read { try JournalStore.record($0, note) } == nil)

        let entry = office.entry(.create, "note", note, dossier: child, ["text": "x", "photo": .text(mine.text)])
        let id = office.id()
        #expect(try await !office.save([entry], as: worker, id: id).duplicate)
        // The answer was lost and it is sent again; then the same value is written again; then it is taken away.
        #expect(try await office.save([entry], as: worker, id: id).duplicate)
        _ = try await office.save([office.entry(.amend, "note", note, dossier: child, ["photo": .text(mine.text), "text": "y"])], as: worker)
        _ = try await office.save([office.entry(.amend, "note", note, dossier: child, ["photo": .null])], as: worker)
        #expect(try office.desk.record(note, for: worker.standing).fields["photo"] == nil)
        // Its history shows it still.
        #expect(try office.seen(mine.id, of: note, by: worker) == photo)
        #expect(try office.journal.verify().faults == [])
    }

    @Test func answersInsideARepeatHaveTheRepeatsClass() throws {
        let survey = """
            type,name,label::English (en),cm::permission
            text,title,Title,general
            begin_repeat,papers,Papers,health
            image,page,Page,
            begin_repeat,parts,Parts,
            audio,sound,Sound,
            end_repeat,,,
            end_repeat,,,
            """
        let library = try FormLibrary([FormLibrary.Sheets(survey: survey, choices: "list_name,name,label::English (en)\n",
                                                          settings: "form_id,form_title,version,default_language\nx,X,1,English (en)\n")])
        let media = library.media(of: "x")
        #expect(media.questions["page"]?.field == "papers" && media.questions["sound"]?.field == "papers")
        #expect(media.questions["title"] == nil)
        let rows: Value = .list([.map(["page": "a", "parts": .list([.map(["sound": "b"]), .map(["sound": .null])])]), .map(["page": ""])])
        #expect(media.references(in: ["title": "t", "papers": rows]).map { "\($0.field) \($0.value.text ?? "")" } == ["papers a", "papers b"])
    }
}
