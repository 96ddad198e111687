import Casework
import FormEngine
import Foundations
import Workbook
import XLSForm

/// The forms that carry a code list, and what becomes of them when it changes.
struct ListFollowers {
    struct Follower {
        let name: String
        let before: FormSheets
        let after: FormSheets
        let base: UUIDv7?
        /// Whether it offers every code, and so gets new ones.
        let whole: Bool

        var isChanged: Bool { !before.asksLike(after) }
    }

    let followers: [Follower]
    /// Forms whose version in use this box can't read, and so can't change.
    private let unreadable: [String]
    private let history: FormHistory

    /// Reads the forms in use that carry the list. Blocks for some 10 ms a form.
    init(of list: StandardList, from old: CodeTable, to new: CodeTable, at site: OpenSite) throws {
        history = try site.desk.formHistory()
        guard !list.choices.isEmpty else {
            (followers, unreadable) = ([], [])
            return
        }
        var found: [Follower] = [], strange: [String] = []
        for form in site.desk.forms.all where form.list(list.choices) != nil {
            guard let before = try? PublishedForms.sheets(inUse: form.name, at: site) else {
                // A form of the site's own that is no longer offered has none.
                if history.inUse[form.name] != nil { strange.append(form.name) }
                continue
            }
            guard before.carries(list.choices) else { continue }
            found.append(Follower(name: form.name, before: before, after: before.following(list.choices, from: old, to: new), base: history.inUse[form.name],
                                  whole: before.offersWhole(list.choices, of: old)))
        }
        followers = found
        unreadable = strange
    }

    /// Why a form can't follow: it locks its choices, or a newer box wrote it. Nil where all can.
    var refusal: String? {
        if let form = unreadable.first { return "The form \(form) can't follow: this box can't read the version in use." }
        for follower in followers where follower.isChanged {
            if let why = FormDifference(from: follower.before, to: follower.after).changes.compactMap(\.refusal).first {
                return "The form \(follower.name) can't follow: \(why)."
            }
        }
        return nil
    }

    /// What each form that changes turns to. A form that asks as an earlier version of it did takes that up again, so that
    /// rolling a list back restores exactly what was.
    func turns(at site: OpenSite) throws -> [ListChange.Form] {
        try followers.filter(\.isChanged).map { follower in
            if let known = try earlier(follower, at: site) { return known }
            let sheets = follower.after.numbered(try site.desk.nextVersion(of: follower.name))
            let csv = sheets.csv
            return ListChange.Form(definition: try FormDefinition.read(survey: csv.survey, choices: csv.choices, settings: csv.settings),
                                   target: .new(workbook: try sheets.exported().xlsx()), base: follower.base)
        }
    }

    /// Compared as they run: a workbook that was written and read again may spell the same form otherwise.
    private func earlier(_ follower: Follower, at site: OpenSite) throws -> ListChange.Form? {
        let wanted = try Self.definition(follower.after)
        for publication in history.publications where publication.name == follower.name && publication.id != follower.base {
            guard let workbook = try site.desk.workbook(of: publication.id), let sheets = try? PublishedForms.sheets(of: publication, workbook),
                  let asked = try? Self.definition(sheets), asked == wanted else { continue }
            return ListChange.Form(definition: try PublishedForms.definition(of: publication, workbook), target: .earlier(publication.id), base: follower.base)
        }
        guard follower.base != nil, let standard = try PublishedForms.standard(follower.name), try Self.definition(standard.sheets) == wanted,
              let definition = site.desk.shelf.standard.asked(follower.name) else { return nil }
        return ListChange.Form(definition: definition, target: .earlier(nil), base: follower.base)
    }

    /// As every version of the form would run it, whatever its number.
    private static func definition(_ sheets: FormSheets) throws -> FormDefinition {
        let csv = sheets.numbered(1).csv
        return try FormDefinition.read(survey: csv.survey, choices: csv.choices, settings: csv.settings)
    }
}
