import Foundation
import FormEngine

/// The files of assets/standard as the repository holds them.
enum StandardInstance {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "assets/standard")
    static let languages = ["en", "fr", "ar"]
    static let classes: Set<String> = [
        "general", "identity", "address", "contact", "carer", "health", "narrative", "reply", "notifier", "account",
    ]
    static let formNames = [
        "abduction", "adoptability", "adoption", "best_interest_assessment", "best_interest_determination", "best_interest_panel", "best_interest_seat",
        "care_plan", "case", "case_review", "child", "child_functioning", "closure", "comprehensive_assessment",
        "conflict_task", "consent", "educational_assessment", "family", "family_member", "gbv_case", "gbv_step", "incident",
        "initial_assessment", "legal_representative", "matching", "medical_assessment", "note", "notification",
        "notified_child", "placement", "placement_exit", "placement_move", "post_adoption_visit", "post_closure_visit",
        "prospective_parent", "provider", "psychological_assessment", "quality_review", "referral", "relative", "repatriation",
        "reunification", "reunification_visit", "review_comment", "rights_request", "risk_assessment", "separation_history", "service", "service_delivery",
        "supervision_note", "task", "tracing_request", "transfer", "user", "visit",
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
