import Foundation
import Foundations
import Testing

@testable import Web

/// Attachments and uploaded tables.
struct MatrixFiles {
    let site: MatrixSite

    func attachment(_ person: MatrixPerson) async -> Int {
        let all = site.kept
        for one in all {
            let nothing = await site.ask("GET", "/api/v1/records/\(one.note.id)/attachments/\(site.missing())", as: person)
            let answer = await site.ask("GET", "/api/v1/records/\(one.note.id)/attachments/\(one.id)", as: person)
            // `paper` is a narrative answer of a note.
            let narrative = site.model.visible(one.note, person).contains("text")
            if one.isSaved, narrative {
                #expect(answer.status == 200 && answer.type.hasPrefix("text/plain"), "\(person.role)")
            } else {
                #expect(answer.same == nothing.same, "\(person.role) gets \(answer.status)")
            }
            // Under another record it is nobody's.
            #expect(await site.ask("GET", "/api/v1/records/\(one.note.near?.child ?? one.note.id)/attachments/\(one.id)", as: person).status == 404)
        }
        return all.count
    }

    /// At once, or begun to come in pieces.
    func take(_ route: MatrixRoute, _ person: MatrixPerson) async -> Int {
        func take(_ record: UUIDv7) async -> MatrixSite.Answer {
            await site.ask("POST", "\(route.pattern)?form=note&field=paper&record=\(record)&name=a.txt", as: person, raw: Array("plain words".utf8))
        }
        if route == .beginAttachment { site.served.halves.forgetAll() }
        let nothing = await take(site.missing()), notes = site.places(for: person).flatMap(site.papers).filter { $0.kind == "note" }
        for note in notes {
            let answer = await take(note.id)
            if !site.model.sees(note, person) {
                #expect(answer.same == nothing.same, "\(person.role): \(answer.status) \(answer.code)")
            } else {
                if route == .beginAttachment { site.served.halves.forgetAll() }
                #expect((answer.status == 201) == site.model.mayChange("text", of: note, person), "\(person.role): \(answer.status) \(answer.code)")
            }
        }
        return notes.count
    }

    /// None of these has a small picture: who sees the answer is told no more than who does not.
    func thumbnail(_ person: MatrixPerson) async -> Int {
        let all = site.kept
        for one in all {
            let nothing = await site.ask("GET", "/api/v1/records/\(one.note.id)/attachments/\(site.missing())/thumbnail", as: person)
            let answer = await site.ask("GET", "/api/v1/records/\(one.note.id)/attachments/\(one.id)/thumbnail", as: person)
            #expect(answer.status == 404 && answer.same == nothing.same, "\(person.role): \(answer.status)")
        }
        return all.count
    }

    /// Only whoever brought an attachment gives it one.
    func keepThumbnail(_ person: MatrixPerson) async -> Int {
        let all = site.kept.filter { $0.keeper != person.id }
        let nothing = await site.ask("PUT", "/api/v1/attachments/\(site.missing())/thumbnail", as: person, raw: [0xFF, 0xD8, 0xFF])
        for one in all {
            let answer = await site.ask("PUT", "/api/v1/attachments/\(one.id)/thumbnail", as: person, raw: [0xFF, 0xD8, 0xFF])
            #expect(answer.status == 404 && answer.same == nothing.same, "\(person.role): \(answer.status)")
        }
        return max(1, all.count)
    }

    func drop(_ person: MatrixPerson) async -> Int {
        let nothing = await site.ask("DELETE", "/api/v1/attachments/\(site.missing())", as: person)
        #expect(nothing.status == 404)
        let all = site.kept
        for one in all { #expect(await site.ask("DELETE", "/api/v1/attachments/\(one.id)", as: person).same == nothing.same, "\(person.role)") }
        return all.count
    }

    private func holds(_ form: String, _ role: String) -> Bool {
        ["provider", "service"].contains(form) && (site.model.holds("create", form, role) || site.model.holds("edit", form, role))
    }

    private func upload(_ form: String, as person: MatrixPerson) async -> MatrixSite.Answer {
        await site.ask("POST", "/api/v1/tables/\(form)/uploads", as: person, raw: Array("id,version,provider_name\n,,Sun House\n".utf8))
    }

    func upload(_ person: MatrixPerson) async -> Int {
        let nothing = await upload("unheard_of", as: person)
        #expect(nothing.status == 404)
        for form in site.model.forms.keys.sorted() {
            let answer = await upload(form, as: person)
            if holds(form, person.role) {
                #expect(answer.status == 200, "\(person.role), \(form): \(answer.status)")
            } else {
                #expect(answer.same == nothing.same, "\(person.role), \(form)")
            }
        }
        return site.model.forms.count
    }

    /// An upload is there for whoever sent it and nobody else.
    func bringIn(_ person: MatrixPerson) async -> Int {
        func bringIn(_ form: String, _ upload: String) async -> MatrixSite.Answer {
            await site.ask("POST", "/api/v1/tables/\(form)/uploads/\(upload)/import", as: person, [:])
        }
        guard let other = site.people.first(where: { holds("provider", $0.role) && $0.id != person.id }) else { return 0 }
        let theirs = await upload("provider", as: other).json["upload"] as? String ?? ""
        let (hidden, nothing) = (await bringIn("provider", theirs), await bringIn("provider", site.missing().description))
        #expect(hidden.same == nothing.same, "\(person.role)")
        #expect(hidden.status == (holds("provider", person.role) ? 410 : 404), "\(person.role): \(hidden.status)")
        return 1
    }
}
