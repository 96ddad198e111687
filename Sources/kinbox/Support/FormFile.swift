import Assets
import Foundation
import Foundations
import Web
import Workbook
import XLSForm

/// A form on the disk: one file, or a folder of CSV files; or one of the standard forms in this binary.
enum FormFile {
    /// `-` reads standard input. Throws a fault when there is nothing, or something that is no workbook.
    static func read(_ path: String) throws -> Workbook {
        let limits = WorkbookLimits()
        if path == "-" { return try Workbook.read(try standardInput(limits), limits: limits) }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            if let standard = try packed(path, limits) { return standard }
            throw InputFault(code: "no-form", what: "There is no form at this place.", todo: "Check the path.")
        }
        guard isFolder.boolValue else { return try Workbook.read(bytes(path, limits), limits: limits) }
        let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.lowercased().hasSuffix(".csv") }.sorted()
        guard !names.isEmpty else {
            throw InputFault(code: "no-form", what: "The folder holds no CSV file.", todo: "A form has at least survey.csv.")
        }
        var files: [String: [UInt8]] = [:]
        for name in names.prefix(limits.sheets + 1) { files[name] = try bytes(path + "/" + name, limits) }
        return try Workbook.folder(files, limits: limits)
    }

    /// The form at a path in the canonical spelling. Ends the command with 1 when it has errors, after naming them.
    /// - Parameter old: the form in use: locked fields of it that are gone are named first.
    static func importing(_ path: String, repairs: Set<XLSFormRepair>, insteadOf old: FormSheets? = nil) throws -> XLSFormImport {
        let form = XLSForm(try read(path), options: XLSFormOptions(repairs: repairs))
        let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
        guard let imported = form.imported(name: name) else {
            let report = old.map { form.report.adding(form.missingLocked(of: $0)) } ?? form.report
            for fault in report.errors { Terminal.say(FormsCheck.line(FaultShape(fault))) }
            throw FormRefused(errors: report.errors.count)
        }
        return imported
    }

    /// One file as it is; `-` is standard input.
    static func bytes(of path: String) throws -> [UInt8] {
        if path == "-" { return try standardInput(WorkbookLimits()) }
        guard FileManager.default.fileExists(atPath: path) else {
            throw InputFault(code: "no-file", what: "There is no file at this place.", todo: "Check the path.")
        }
        return try bytes(path, WorkbookLimits())
    }

    private static func standardInput(_ limits: WorkbookLimits) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count <= limits.bytes, let more = try FileHandle.standardInput.read(upToCount: 1 << 20), !more.isEmpty { bytes += more }
        return bytes
    }

    private static func bytes(_ path: String, _ limits: WorkbookLimits) throws -> [UInt8] {
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        guard size <= limits.bytes else { throw WorkbookFault(.tooLarge, part: (path as NSString).lastPathComponent) }
        return try DiskFiles().readAll(path, limit: limits.bytes)
    }

    /// The form of this name as it came with the box; nil where there is none.
    static func standard(_ name: String) throws -> FormSheets? {
        try packed(name, WorkbookLimits()).flatMap { XLSForm($0).imported(name: name)?.sheets }
    }

    private static func packed(_ name: String, _ limits: WorkbookLimits) throws -> Workbook? {
        guard !name.contains("/") else { return nil }
        let prefix = "standard/forms/\(name)/"
        let files = EmbeddedFiles.files(under: prefix)
        guard !files.isEmpty else { return nil }
        return try Workbook.folder(Dictionary(uniqueKeysWithValues: files.map { (String($0.path.dropFirst(prefix.count)), $0.bytes) }), limits: limits)
    }
}

/// A form with errors where a sound one is needed.
struct FormRefused: KinboxFault {
    let errors: Int
    var code: String { "form-refused" }
    var whatHappened: String { "The form has \(FormsCheck.counted(errors, "error"))." }
    var whatIsSafe: String { "Nothing was changed." }
    var whatToDo: String { "Correct them, or agree to the repairs that kinbox forms check offers." }
    var exitCode: Int32 { 1 }
}
