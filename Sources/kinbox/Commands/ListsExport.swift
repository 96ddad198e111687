import ArgumentParser
import Casework
import Foundation
import Foundations
import Web

struct ListsExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a code list, or the places, as .xlsx workbook or as CSV.",
        discussion: "Excel and LibreOffice open the result, and import takes it back. A file that is there already is not overwritten.")

    @Argument(help: "The list's name, such as services, or places.") var name: String
    @Option(name: .customLong("to"), help: "Where to write: NAME.xlsx for a workbook, NAME.csv for CSV.") var target: String
    @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
    @OptionGroup var key: KeyOptions
    @Flag(help: "Answer as JSON.") var json = false

    struct Answer: Encodable {
        var list: String
        var file: String
    }

    func run() async throws {
        await Terminal.guarded {
            guard [".xlsx", ".csv"].contains(where: target.lowercased().hasSuffix) else {
                throw InputFault(code: "unknown-format", what: "The name of the file says neither .xlsx nor .csv.", todo: "Choose one of them.")
            }
            guard !FileManager.default.fileExists(atPath: target) else {
                throw InputFault(code: "exists", what: "There is already something at the place to write to.", todo: "Choose another name.")
            }
            try await ClosedSite.opened(data, key) { open in
                try writeAtomically(try ListFile.bytes(of: name, for: target, at: open), to: target, through: DiskFiles(), mode: 0o644)
                if json { return try Terminal.answer(json: Answer(list: name, file: target)) }
                Terminal.answer("Written: \(target)")
            }
        }
    }
}

struct ListsRollBack: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roll-back",
        abstract: "Take an earlier version of a code list into use again.",
        discussion: "The forms that offer it go back with it; what was answered since stays readable. The site must not be served meanwhile.")

    @Argument(help: "The list's name, such as services, or places.") var name: String
    @Option(help: "The version, as lists history shows it, or standard.") var to: String
    @OptionGroup var office: FormOfficeOptions

    func run() async throws {
        await Terminal.guarded {
            try await ClosedSite.opened(office.data, office.key) { open in
                let (author, standing) = try office.author(open)
                let history = try open.desk.listHistory()
                let wanted = history.publications.first { $0.name == name && String($0.version) == to }
                guard wanted != nil || to == "standard" else {
                    throw InputFault(code: "no-such-version", what: "This list never had that version here.", todo: "Look at kinbox lists history.")
                }
                let change = try CheckedList.goingBack(name, to: wanted?.id, base: history.inUse[name], note: office.note,
                                                        id: UUIDv7.make(at: SystemTime().now().millis), at: open)
                let published = try await open.desk.change(change, by: author, standing: standing)
                Terminal.answer("\(published.map { "Version \($0.version)" } ?? "The standard version") of \(name) is in use.")
            }
        }
    }
}
