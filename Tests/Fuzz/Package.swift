// swift-tools-version: 6.2

import PackageDescription

// A package of its own, since every part of it is built with the fuzzer's counters and the address sanitizer's checks,
// which nothing else should be. What it fuzzes speaks to its neighbours at `package` access, which ends where a package
// does: so it does not depend on the package above but compiles the same sources, by way of the link `Sources`.
let package = Package(
    name: "yilu-fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "Causality", path: "Sources/Causality"),
        .target(
            name: "FieldRecords", dependencies: ["Causality"], path: "Sources/FieldRecords",
            resources: [.embedInCode("Forms/BuiltIn/Definitions")]),
        .target(
            name: "Membership",
            dependencies: [
                "Causality",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            path: "Sources/Membership"),
        .target(
            name: "Bundles",
            dependencies: [
                "Causality", "FieldRecords", "Membership", "CZlib", .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Sources/Bundles"),
        .target(name: "Exchange", dependencies: ["Causality", "Bundles"], path: "Sources/Exchange"),
        .target(
            name: "FuzzEntries",
            dependencies: [
                "Causality", "FieldRecords", "Membership", "Bundles", "Exchange",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Entries"),
        .executableTarget(name: "yilu-fuzz", dependencies: ["FuzzEntries"], path: "Driver"),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .unsafeFlags(["-sanitize=fuzzer,address"]),
    ]
    target.linkerSettings = [.unsafeFlags(["-sanitize=fuzzer,address"])]
}
