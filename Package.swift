// swift-tools-version: 6.2
import PackageDescription

/// Settings of every target of ours: Swift 6 language mode with the upcoming features on, and no warning let through.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// The migrations, by name: SwiftPM keeps what it made of this file for as long as its text stays the same, so a listing of
/// the directory would miss a new one.
let migrationFiles = [
    "0001_catalogue", "0002_battle_log", "0003_folds", "0004_history", "0005_traits", "0006_lookups", "0007_asides",
]
.map {
    "\($0).sql"
}

let package = Package(
    name: "arena",
    products: [
        .executable(name: "arena", targets: ["arena"]),
        .library(name: "Ranking", targets: ["Ranking"]),
        .library(name: "Postgres", targets: ["Postgres"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // C libraries, from Debian's -dev packages.
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "CCMarkGFM",
            pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]
        ),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // simdjson is C++: what we need of it, in C.
        .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),

        // C++, from Debian's package too: a few C functions over it.
        .target(name: "CCLD2", linkerSettings: [.linkedLibrary("cld2")]),

        // The pure core and the libpq client: neither knows the other.
        .target(name: "Ranking", swiftSettings: strict),
        .target(
            name: "Postgres",
            dependencies: [
                "CLibPQ",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),

        .target(
            name: "PrometheusText",
            dependencies: [.product(name: "CoreMetrics", package: "swift-metrics")],
            swiftSettings: strict
        ),

        .target(
            name: "PrivatePostgres",
            dependencies: [
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict
        ),

        // The domain, and what it is stored in, read from and served by.
        .target(
            name: "ArenaCore",
            dependencies: [
                "Ranking",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "ArenaStore",
            dependencies: [
                "ArenaCore", "Postgres", "Ranking",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "ArenaFormats",
            dependencies: [
                "Ranking", "CCLD2", "CSimdJSON", "CZlib", .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "ArenaHTTP",
            dependencies: [
                "ArenaCore",
                "CCMarkGFM",
                "CZlib",
                "Ranking",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "ArenaSample",
            dependencies: ["Ranking", "Shipped"],
            resources: [.copy("sample.json")],
            swiftSettings: strict
        ),

        // What ships beside the binary, and how it is found there.
        .target(name: "Shipped", swiftSettings: strict),
        .target(
            name: "Migrations",
            dependencies: ["Shipped"],
            path: "migrations",
            resources: migrationFiles.map { .copy($0) },
            swiftSettings: strict
        ),
        .target(
            name: "Documents",
            dependencies: ["Shipped"],
            path: "docs",
            exclude: [
                "architecture.md", "dependencies.md", "images", "operations.md", "pages.md", "performance.md",
                "threat-model.md",
            ],
            resources: [.copy("method.md")],
            swiftSettings: strict
        ),
        .target(
            name: "Web",
            dependencies: ["Shipped"],
            path: "web",
            resources: [.copy("public"), .copy("vendor")],
            swiftSettings: strict
        ),

        // The composition root.
        .executableTarget(
            name: "arena",
            dependencies: [
                "ArenaCore", "ArenaFormats", "ArenaHTTP", "ArenaSample", "ArenaStore", "Documents", "Migrations",
                "Postgres", "PrivatePostgres", "PrometheusText", "Ranking", "Web",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),

        // Tests, and what they share.
        .target(
            name: "ProcessTestSupport",
            dependencies: [
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Tests/ProcessTestSupport",
            swiftSettings: strict
        ),
        .target(
            name: "PostgresTestSupport",
            dependencies: ["Postgres", "ProcessTestSupport", .product(name: "Logging", package: "swift-log")],
            path: "Tests/PostgresTestSupport",
            swiftSettings: strict
        ),
        .target(
            name: "ArenaTestSupport",
            dependencies: ["ArenaCore", "Ranking"],
            path: "Tests/ArenaTestSupport",
            swiftSettings: strict
        ),
        .target(
            name: "ChaosKit",
            dependencies: [
                "ArenaCore", "ArenaStore", "Migrations", "Postgres", "PostgresTestSupport", "ProcessTestSupport",
                "Ranking",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/ChaosKit",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "chaos",
            dependencies: ["arena", "ChaosKit", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Tests/Chaos",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "bench",
            dependencies: [
                "arena", "ArenaCore", "ArenaStore", "ArenaTestSupport", "Migrations", "Postgres", "PostgresTestSupport",
                "ProcessTestSupport", "Ranking",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/Bench",
            exclude: ["Peers"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PrometheusTextTests",
            dependencies: ["PrometheusText", .product(name: "CoreMetrics", package: "swift-metrics")],
            swiftSettings: strict
        ),
        .testTarget(name: "RankingTests", dependencies: ["Ranking"], swiftSettings: strict),
        .testTarget(
            name: "PostgresTests",
            dependencies: [
                "Postgres", "PostgresTestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PrivatePostgresTests",
            dependencies: [
                "PrivatePostgres",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ArenaFormatsTests",
            dependencies: ["ArenaFormats", "CZlib", "Ranking"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ArenaCoreTests",
            dependencies: [
                "ArenaCore", "ArenaTestSupport", "Ranking",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ArenaStoreTests",
            dependencies: [
                "ArenaCore", "ArenaStore", "ArenaTestSupport", "ChaosKit", "Migrations", "Postgres",
                "PostgresTestSupport",
                "Ranking",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ArenaHTTPTests",
            dependencies: [
                "ArenaCore", "ArenaHTTP", "ArenaTestSupport", "CZlib", "Ranking",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "arena", "ArenaTestSupport", "ChaosKit", "PostgresTestSupport", "ProcessTestSupport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
    ],
    cxxLanguageStandard: .cxx17
)

// What drives this is linked in only the way `make fuzz` builds it.
if Context.environment["FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "fuzz",
            dependencies: ["ArenaFormats", "Ranking"],
            path: "Tests/Fuzz",
            exclude: ["Seeds", "battles.dict"],
            swiftSettings: strict
        )
    )
}
