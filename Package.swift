// swift-tools-version:6.1
import PackageDescription

// The compiler guards the layers: a target sees only what it lists here, and every `import` is
// internal unless it says `public`. docs/architecture.md draws the arrows.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let log = Target.Dependency.product(name: "Logging", package: "swift-log")

/// For code that waits for people, disks or networks: the binary has a bound, and a little slower shows nowhere there.
let small = settings + [.unsafeFlags(["-Osize"], .when(configuration: .release))]

func module(_ name: String, _ dependencies: [Target.Dependency], _ settings: [SwiftSetting] = settings) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
    name: "kinbox",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "kinbox", targets: ["kinbox"])],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
    ],
    targets: [
        // C: module maps, shims, embedded files, link stubs.
        .systemLibrary(name: "CSodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CWorkbook", providers: [.apt(["zlib1g-dev", "libexpat1-dev"])]),
        .target(name: "CMicrohttpd", linkerSettings: [.linkedLibrary("microhttpd")]),
        .target(name: "CAssets"),
        .target(name: "CNoPKCS11"),
        .target(name: "CGnuTLS", linkerSettings: [.linkedLibrary("gnutls")]),

        // Ours, lowest first; an arrow may only point down this list.
        // libm holds floor, round and their like; the engine has its own of all the rest.
        .target(name: "FormEngine", swiftSettings: settings, linkerSettings: [.linkedLibrary("m")]),
        module("Assets", ["CAssets", "CWorkbook"]),
        module("Foundations", []),
        module("CaseSteps", ["Foundations"], small),
        module("TimeLimits", ["Foundations", "FormEngine"], small),
        module("Sharing", ["Foundations"], small),
        module("Alerts", ["Foundations", "FormEngine"], small),
        module("Gateways", ["Alerts", "Foundations", "CGnuTLS", "CNoPKCS11"], small),
        module("Matching", ["Foundations"]),
        module("Media", ["CWorkbook"], small),
        module("Workbook", ["Foundations", "FormEngine", "CWorkbook"], small),
        module("XLSForm", ["Workbook", "Foundations", "FormEngine"], small),
        module("Vault", ["Foundations", "CSodium", grdb, sqlite]),
        module("Journal", ["Vault", "Matching", "Foundations", "FormEngine", grdb, sqlite]),
        module("Access", ["CaseSteps", "Sharing", "Journal", "Matching", "Vault", "Foundations", "FormEngine", grdb]),
        module("Casework", ["Alerts", "CaseSteps", "TimeLimits", "Sharing", "Matching", "Media", "Workbook", "Access", "Journal", "Vault", "Foundations", "FormEngine", grdb], small),
        module("Demo", ["Casework", "Assets", "Access", "Journal", "Vault", "Foundations", "FormEngine", grdb], small),
        module("HTTPServer", ["Foundations", "CMicrohttpd", "CNoPKCS11", log]),
        module("SiteAuthority", [
            "Foundations",
            .product(name: "X509", package: "swift-certificates"),
            .product(name: "Crypto", package: "swift-crypto"),
            .product(name: "SwiftASN1", package: "swift-asn1"),
        ], small),
        module("Web", ["Alerts", "CaseSteps", "TimeLimits", "Sharing", "Matching", "Media", "Casework", "Access", "Journal", "Vault", "XLSForm", "Workbook", "Foundations", "FormEngine",
                       "HTTPServer", "SiteAuthority", "Assets", grdb, log], small),
        .executableTarget(
            name: "kinbox",
            dependencies: ["Web", "Demo", "Gateways", "Alerts", "TimeLimits", "Sharing", "Casework", "Access", "Journal", "Vault", "XLSForm", "Workbook", "Foundations", "FormEngine",
                           "HTTPServer", "SiteAuthority", "Assets", grdb, log,
                           .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: small),

        // Proofs: no code of theirs is in the product.
        .target(name: "PowerCut", dependencies: ["Foundations"], path: "Tests/prove/PowerCut", swiftSettings: settings),
        .executableTarget(
            name: "kinbox-prove",
            dependencies: ["PowerCut", "Journal", "Vault", "Foundations",
                           .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Tests/prove/tool", swiftSettings: settings),

        .executableTarget(name: "form-engine-tool", dependencies: ["FormEngine"], path: "Tests/tools/engine",
                          swiftSettings: settings),

        tests("PowerCutTests", ["PowerCut", "Foundations"]),
        tests("FormEngineTests", ["FormEngine"]),
        tests("FoundationsTests", ["Foundations"]),
        tests("CaseStepsTests", ["CaseSteps", "Foundations"]),
        tests("TimeLimitsTests", ["TimeLimits", "Foundations", "FormEngine"]),
        tests("SharingTests", ["Sharing", "Foundations"]),
        tests("AlertsTests", ["Alerts", "Foundations", "FormEngine"]),
        tests("GatewaysTests", ["Gateways", "Alerts", "Foundations"]),
        tests("MatchingTests", ["Matching", "Foundations"]),
        tests("MediaTests", ["Media"]),
        tests("WorkbookTests", ["Workbook", "FormEngine", "CWorkbook"]),
        tests("XLSFormTests", ["XLSForm", "Workbook", "FormEngine"]),
        tests("VaultTests", ["Vault", "Foundations", "CSodium", grdb, sqlite]),
        tests("JournalTests", ["Journal", "Matching", "Vault", "Foundations", "FormEngine", "CSodium", grdb, sqlite]),
        tests("AccessTests", ["Access", "CaseSteps", "Sharing", "Journal", "Vault", "Foundations", "FormEngine", grdb]),
        tests("CaseworkTests", ["Casework", "Alerts", "CaseSteps", "TimeLimits", "Sharing", "Matching", "Media", "Workbook", "Demo", "Access", "Journal", "Vault", "Foundations", "FormEngine", grdb]),
        tests("HTTPServerTests", ["HTTPServer", "SiteAuthority", "Foundations", log,
                                  .product(name: "X509", package: "swift-certificates"),
                                  .product(name: "Crypto", package: "swift-crypto"),
                                  .product(name: "SwiftASN1", package: "swift-asn1")]),
        tests("WebTests", ["Web", "Alerts", "CaseSteps", "TimeLimits", "Sharing", "Matching", "Media", "Demo", "Casework", "Access", "Journal", "Vault", "XLSForm", "Workbook", "Foundations", "FormEngine", "HTTPServer", grdb]),
    ],
    swiftLanguageModes: [.v6]
)
