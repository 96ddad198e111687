import Access
import Casework
import FormEngine
import XLSForm

/// What an upload needs beside being sound where it is a form of the site's own, said at its cells.
struct OwnFormCheck {
    let form: XLSForm
    let sheets: FormSheets
    let definition: FormDefinition
    let shelf: FormShelf
    let library: FormLibrary

    func faults(_ book: RoleBook) -> [XLSFormFault] {
        if let fault = shelf.ownFault(of: definition, in: library) { return [said(fault)] }
        guard shelf.standard.asked(definition.name) == nil, let model = definition.rightsAs else { return [] }
        return unread(book, model)
    }

    private func said(_ fault: OwnFormFault) -> XLSFormFault {
        let name = definition.name, rights = definition.rightsAs ?? ""
        let column = "cm::rights_as"
        return switch fault {
        case .reservedName:
            form.fault(.reservedName, setting: "form_id", "Kinbox uses the name \(name) itself; a form can't have it.", suggestion: "our_\(name)")
        case .badName:
            form.fault(.badName, setting: "form_id", "The name of a form of the site's own has lower-case letters, digits and _ alone, and begins with a letter.",
                       suggestion: Self.plain(name))
        case .missingRights(let nearest):
            form.fault(.rightsAs, setting: column,
                       "This site has no form called \(name). A form of the site's own names, in cm::rights_as, the form whose rights its records follow. "
                           + "If this is a new version of a form, form_id must be the name of that form.", suggestion: nearest)
        case .unknownRights(let nearest):
            form.fault(.rightsAs, setting: column, "There is no form called \(rights), so nobody would have rights on the records of this one.",
                       suggestion: nearest ?? XLSForm.nearest(rights, in: shelf.models))
        case .rightsOfOwn(let model):
            form.fault(.rightsAs, setting: column, "\(rights) is a form of this site, too; only a form that came with the box can be named.", suggestion: model)
        case .rightsOfSpecial:
            form.fault(.rightsAs, setting: column, "No other form can follow \(rights): its records are more than papers of a dossier or a directory.",
                       suggestion: "note")
        case .needsNoRights:
            form.fault(.rightsAs, setting: column, "\(name) came with the box and has rights of its own.", suggestion: "Leave the cell empty.")
        }
    }

    /// Questions that nobody with rights on the form could read, or that all could read and nobody answer.
    private func unread(_ book: RoleBook, _ model: String) -> [XLSFormFault] {
        let read = book.classes(.view, in: model), answered = book.classes(.create, in: model).union(book.classes(.edit, in: model))
        let rows = Dictionary(sheets.survey.rows.compactMap { row in row["name"].map { ($0, row.source) } }, uniquingKeysWith: { first, _ in first })
        return definition.entries().compactMap { entry in
            if case .field(let field) = entry, !field.type.holdsAnswer { return nil }
            let found = SensitivityClass(rawValue: entry.permission)
            guard !read.contains(found) || !answered.contains(found) else { return nil }
            let words = read.contains(found)
                ? "No role with rights on \(model) may answer questions of the class \(entry.permission); \(entry.name) would stay empty."
                : "No role with rights on \(model) may read answers of the class \(entry.permission); nobody would see \(entry.name)."
            return form.remark(.nobodyReads, row: rows[entry.name] ?? 0, column: "cm::permission", words,
                               suggestion: answered.intersection(read).map(\.rawValue).sorted().joined(separator: ", "))
        }
    }

    private static func plain(_ name: String) -> String? {
        let kept = name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
        let word = String(String(kept).drop { !$0.isLetter }.prefix(60))
        return RoleBook.isKind(word) ? word : nil
    }
}
