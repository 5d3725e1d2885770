// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "yilu",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "yilu", targets: ["yilu"]),
        .executable(name: "yilu-simulate", targets: ["yilu-simulate"]),
        .executable(name: "yilu-bench", targets: ["yilu-bench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        .systemLibrary(name: "CProcess"),

        // Values: no clock, no randomness, no input or output of their own.
        .target(name: "Causality"),
        .target(
            name: "FieldRecords",
            dependencies: ["Causality"],
            resources: [.embedInCode("Forms/BuiltIn/Definitions")]),
        .target(
            name: "Membership",
            dependencies: [
                "Causality",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ]),
        .target(
            name: "Bundles",
            dependencies: [
                "Causality", "FieldRecords", "Membership", "CZlib",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(name: "Exchange", dependencies: ["Causality", "Bundles"]),

        // Effects: the one file, the device around it, the faces.
        .target(
            name: "Store",
            dependencies: [
                "Causality", "FieldRecords", "Membership", "Bundles", "Exchange",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .target(name: "Reports", dependencies: ["Causality", "FieldRecords", "Store", "CZlib"]),
        // The folder of a stick: the only directory walking.
        .target(name: "Sticks", dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
        .target(
            name: "Device",
            dependencies: [
                "CProcess", "Causality", "FieldRecords", "Membership", "Bundles", "Exchange", "Store", "Sticks",
                "Reports",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .target(
            name: "Commands",
            dependencies: [
                "CProcess", "Causality", "FieldRecords", "Exchange", "Store", "Transports", "Reports", "Device", "Web",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        .executableTarget(name: "yilu", dependencies: ["Commands"]),

        .target(
            name: "Transports",
            dependencies: [
                "Exchange", "Membership",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
            ]),

        .target(
            name: "Web",
            dependencies: [
                "FieldRecords", "Store", "Reports", "Device",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            resources: [.embedInCode("Look")]),

        // A caller of the page, for tests and measurements.
        .target(name: "Callers"),

        // Chance from a seed, for worlds and tests.
        .target(name: "Seeds"),

        // A world from a seed, on the real device.
        .target(
            name: "Simulation",
            dependencies: [
                "Causality", "FieldRecords", "Membership", "Bundles", "Exchange", "Sticks", "Device", "Seeds",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .executableTarget(
            name: "yilu-simulate",
            dependencies: ["Simulation", .product(name: "ArgumentParser", package: "swift-argument-parser")]),

        // What others do, in plain C on the same SQLite and zlib, and the measuring beside it.
        .target(
            name: "Peers",
            cSettings: [.define("SQLITE_ENABLE_SESSION"), .define("SQLITE_ENABLE_PREUPDATE_HOOK")],
            linkerSettings: [.linkedLibrary("sqlite3"), .linkedLibrary("z")]),
        .executableTarget(
            name: "yilu-bench",
            dependencies: [
                "Causality", "FieldRecords", "Membership", "Bundles", "Store", "Device", "Peers", "Seeds",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .executableTarget(
            name: "yilu-sync-benchmark",
            dependencies: [
                "FieldRecords", "Exchange", "Transports", "Device", "yilu",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "yilu-page-benchmark",
            dependencies: [
                "Callers", "FieldRecords", "Device", "Seeds", "yilu",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        // A season at a district's real scale, to see the report and to time it.
        .executableTarget(
            name: "yilu-season",
            dependencies: [
                "FieldRecords", "Store", "Reports", "Device", "Seeds",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        .testTarget(name: "CausalityTests", dependencies: ["Causality"]),
        .testTarget(name: "FieldRecordsTests", dependencies: ["Causality", "FieldRecords", "Seeds"]),
        .testTarget(
            name: "MembershipTests",
            dependencies: ["Causality", "Membership", .product(name: "Crypto", package: "swift-crypto")]),
        .testTarget(
            name: "BundlesTests",
            dependencies: [
                "Causality", "FieldRecords", "Membership", "Bundles",
                "Seeds",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            exclude: ["Golden"]),
        .testTarget(
            name: "ExchangeTests", dependencies: ["Causality", "Membership", "Bundles", "Exchange", "Seeds"]),
        .testTarget(
            name: "StoreTests",
            dependencies: [
                "Causality", "FieldRecords", "Membership", "Bundles", "Exchange", "Store",
                "Seeds",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .testTarget(name: "ReportsTests", dependencies: ["FieldRecords", "Reports", "CZlib"]),
        .testTarget(
            name: "DeviceTests",
            dependencies: [
                "Causality", "FieldRecords", "Membership", "Bundles", "Store", "Reports", "Device", "Seeds",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "TransportsTests",
            dependencies: [
                "Causality", "FieldRecords", "Membership", "Bundles", "Exchange", "Transports", "Device", "DeviceTests",
                "Commands", "Seeds",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
            ]),
        // Visits of sticks on the networks of DeviceTests: in memory, where everything fails, and in folders.
        .testTarget(
            name: "StickTests",
            dependencies: [
                "Causality", "FieldRecords", "Membership", "Bundles", "Exchange", "Sticks", "Device", "DeviceTests",
                "Seeds", "Simulation",
            ]),
        .testTarget(
            name: "CommandsTests", dependencies: ["CProcess", "Seeds", "yilu"], exclude: ["Clients", "Preloads"]),
        // The doors by which bytes of others come in: for the fuzzer, which is a package of its own in Tests/Fuzz, and for
        // the replay of what it found.
        .target(
            name: "FuzzEntries",
            dependencies: [
                "Causality", "FieldRecords", "Membership", "Bundles", "Exchange",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Tests/Fuzz/Entries"),
        .testTarget(name: "FuzzTests", dependencies: ["FuzzEntries", "Seeds"]),
        // The page, by a real browser and by plain requests.
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Callers", "CommandsTests", "Seeds", "Web", "yilu",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .testTarget(name: "SimulationTests", dependencies: ["Simulation", "Device", "FieldRecords", "yilu-simulate"]),
        .testTarget(name: "BenchTests", dependencies: ["yilu-bench", "yilu"]),
        // Other engines' bugs and counterexamples found on paper, played on the networks of the two below.
        .testTarget(
            name: "HistoryTests",
            dependencies: [
                "Causality", "FieldRecords", "Membership", "Bundles", "Store", "Device", "DeviceTests", "StoreTests",
                "Simulation",
                "Seeds",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)

/// One set of rules for every target of our own: warnings are errors here and never on the command line, where they
/// would rebuild every dependency.
for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
