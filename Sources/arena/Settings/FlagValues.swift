import Configuration

/// The settings given as flags, for the first place in the order of precedence.
struct FlagValues {
    private var values: [AbsoluteConfigKey: ConfigValue] = [:]

    mutating func set(_ key: SettingKey<String>, _ value: String?) {
        if let value { values[Self.path(key)] = ConfigValue(.string(value), isSecret: key.isSecret) }
    }

    mutating func set(_ key: SettingKey<Int>, _ value: Int?) {
        if let value { values[Self.path(key)] = ConfigValue(.int(value), isSecret: key.isSecret) }
    }

    mutating func set(_ key: SettingKey<Bool>, _ value: Bool?) {
        if let value { values[Self.path(key)] = ConfigValue(.bool(value), isSecret: key.isSecret) }
    }

    var provider: InMemoryProvider { InMemoryProvider(name: "flags", values: values) }

    private static func path<Value>(_ key: SettingKey<Value>) -> AbsoluteConfigKey {
        AbsoluteConfigKey([key.name], context: [:])
    }
}
