import Foundation
import FormEngine

/// The files of assets/standard as the repository holds them.
enum StandardInstance {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "assets/standard")
    static let languages = ["en", "fr", "ar"]
    static let classes: Set<String> = [
        "general", "identity", "address", "contact", "carer", "health", "narrative", "notifier", "account",
    ]
    static let formNames = [
        "care_plan", "case", "child", "closure", "conflict_task", "family", "family_member", "note", "notification",
        "notified_child", "placement", "referral", "risk_assessment", "user", "visit",
    ]

    static func text(_ path: String) throws -> String {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }

    static func form(_ name: String) throws -> FormDefinition {
        try FormDefinition.read(survey: text("forms/\(name)/survey.csv"), choices: text("forms/\(name)/choices.csv"),
                                settings: text("forms/\(name)/settings.csv"))
    }

    static func names(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: path).path).sorted()
    }
}
