import ArgumentParser

struct FormsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forms",
        abstract: "Check, compare, export, publish and roll back forms written as XLSForm.",
        discussion: """
            A form is an .xlsx workbook, a folder with survey.csv, choices.csv and settings.csv, or a text file with Markdown tables.
            """,
        subcommands: [FormsCheck.self, FormsDiff.self, FormsExport.self, FormsPublish.self, FormsRollBack.self, FormsHistory.self, FormsProfile.self])
}
