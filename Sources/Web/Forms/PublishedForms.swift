import Assets
public import Casework
public import FormEngine
import Foundations
import Workbook
import XLSForm

/// Forms in their three shapes: the workbook that people edit, the sheets that are compared, the definition that runs.
public enum PublishedForms {
    /// The form of a publication as the engine runs it. Throws where this box cannot read it.
    public static func definition(of publication: FormPublication, _ workbook: [UInt8]) throws -> FormDefinition {
        guard let imported = try imported(workbook, name: publication.form), let definition = imported.definition else {
            throw CaseworkError(.formRefused(why: "This box cannot read version \(publication.version) of the form \(publication.form)."))
        }
        return definition
    }

    /// The sheets of what is in use; nil for a form this site does not have.
    static func sheets(inUse form: String, at site: OpenSite) throws -> FormSheets? {
        guard let id = try site.desk.formHistory().inUse[form], let workbook = try site.desk.workbook(of: id) else { return try standard(form)?.sheets }
        return try imported(workbook, name: form)?.sheets
    }

    /// The sheets of a publication; throws or answers nil where this box cannot read it.
    static func sheets(of publication: FormPublication, _ workbook: [UInt8]) throws -> FormSheets? {
        try imported(workbook, name: publication.name)?.sheets
    }

    /// The form as it came with the box.
    static func standard(_ form: String) throws -> XLSFormImport? {
        let prefix = "standard/forms/\(form)/"
        let files = EmbeddedFiles.files(under: prefix)
        guard !form.contains("/"), !files.isEmpty else { return nil }
        let named = Dictionary(uniqueKeysWithValues: files.map { (String($0.path.dropFirst(prefix.count)), $0.bytes) })
        return XLSForm(try Workbook.folder(named)).imported(name: form)
    }

    private static func imported(_ workbook: [UInt8], name: String) throws -> XLSFormImport? {
        XLSForm(try Workbook.read(workbook), options: XLSFormOptions(isStored: true)).imported(name: name)
    }
}
