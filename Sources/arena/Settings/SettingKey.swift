import ArgumentParser

/// One configuration key: its one name, and what the flag, the environment variable and the file call it.
struct SettingKey<Value: Sendable>: Sendable {
    /// The flag without its dashes, and the key in a configuration file.
    let name: String
    /// What it sets, in one sentence with its unit.
    let summary: String
    /// The value when nobody sets it; `nil` when that is worked out, as the summary says.
    let fallback: Value?
    /// Whether its value must never be shown or logged.
    let isSecret: Bool

    init(_ name: String, _ summary: String, fallback: Value? = nil, isSecret: Bool = false) {
        self.name = name
        self.summary = summary
        self.fallback = fallback
        self.isSecret = isSecret
    }

    /// The environment variable.
    var environmentVariable: String {
        let upper = name.uppercased().replacing("-", with: "_")
        return upper == "DATABASE_URL" ? upper : "ARENA_\(upper)"
    }

    /// The text for `--help`: the summary, the default and the other ways to set it.
    var help: ArgumentHelp {
        let standard = fallback.map { "Default: \($0). " } ?? ""
        return ArgumentHelp("\(summary) \(standard)[\(environmentVariable)]")
    }
}
