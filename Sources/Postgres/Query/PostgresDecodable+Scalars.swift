public import FoundationEssentials

extension Bool: PostgresDecodable {
    /// Reads `bool`.
    public init(postgres bytes: Span<UInt8>, type: PostgresDataType) throws(PostgresValueError) {
        guard type == .bool else { throw .typeMismatch }
        guard bytes.count == 1 else { throw .malformed("a bool has one byte") }
        self = bytes[0] != 0
    }
}

extension FixedWidthInteger {
    fileprivate init(integerColumn bytes: Span<UInt8>, type: PostgresDataType) throws(PostgresValueError) {
        let wide: Int64
        switch type {
        case .int8: wide = try bytes.integer(as: Int64.self)
        case .int4: wide = try Int64(bytes.integer(as: Int32.self))
        case .int2: wide = try Int64(bytes.integer(as: Int16.self))
        case .oid: wide = try Int64(bytes.integer(as: UInt32.self))
        default: throw .typeMismatch
        }
        guard let value = Self(exactly: wide) else { throw .outOfRange }
        self = value
    }
}

extension Int16: PostgresDecodable {
    /// Reads any integer type whose value fits.
    public init(postgres bytes: Span<UInt8>, type: PostgresDataType) throws(PostgresValueError) {
        try self.init(integerColumn: bytes, type: type)
    }
}

extension Int32: PostgresDecodable {
    /// Reads any integer type whose value fits.
    public init(postgres bytes: Span<UInt8>, type: PostgresDataType) throws(PostgresValueError) {
        try self.init(integerColumn: bytes, type: type)
    }
}

extension Int64: PostgresDecodable {
    /// Reads any integer type.
    public init(postgres bytes: Span<UInt8>, type: PostgresDataType) throws(PostgresValueError) {
        try self.init(integerColumn: bytes, type: type)
    }
}

extension Int: PostgresDecodable {
    /// Reads any integer type.
    public init(postgres bytes: Span<UInt8>, type: PostgresDataType) throws(PostgresValueError) {
        try self.init(integerColumn: bytes, type: type)
    }
}

extension Float: PostgresDecodable {
    /// Reads `float4`.
    public init(postgres bytes: Span<UInt8>, type: PostgresDataType) throws(PostgresValueError) {
        guard type == .float4 else { throw .typeMismatch }
        self = Float(bitPattern: try bytes.integer())
    }
}

extension Double: PostgresDecodable {
    /// Reads `float8` or `float4`.
    public init(postgres bytes: Span<UInt8>, type: PostgresDataType) throws(PostgresValueError) {
        switch type {
        case .float8: self = Double(bitPattern: try bytes.integer())
        case .float4: self = Double(Float(bitPattern: try bytes.integer()))
        default: throw .typeMismatch
        }
    }
}

extension String: PostgresDecodable {
    /// Reads text, JSON, and the labels of enumerations and other types of the server's users that are text.
    public init(postgres bytes: Span<UInt8>, type: PostgresDataType) throws(PostgresValueError) {
        var text = bytes
        switch type {
        case .text, .varchar, .bpchar, .name, .json, .xml, .char, .unknown: break
        case .jsonb:
            guard bytes.count > 0, bytes[0] == 1 else { throw .malformed("an unknown version of jsonb") }
            text = bytes.extracting(1..<bytes.count)
        case _ where type.rawValue >= PostgresDataType.firstUserDefined: break
        default: throw .typeMismatch
        }
        guard let valid = try? UTF8Span(validating: text) else { throw .malformed("text is not UTF-8") }
        self = String(copying: valid)
    }
}

extension UUID: PostgresDecodable {
    /// Reads `uuid`.
    public init(postgres bytes: Span<UInt8>, type: PostgresDataType) throws(PostgresValueError) {
        guard type == .uuid else { throw .typeMismatch }
        guard bytes.count == 16 else { throw .malformed("a uuid has sixteen bytes") }
        self.init(
            uuid: (
                bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
                bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
            )
        )
    }
}

extension Date: PostgresDecodable {
    /// Reads `timestamptz`, `timestamp` (as UTC) or `date` (its start in UTC); `infinity` becomes an infinite date.
    public init(postgres bytes: Span<UInt8>, type: PostgresDataType) throws(PostgresValueError) {
        let seconds: Double
        switch type {
        case .timestamptz, .timestamp:
            let microseconds = try bytes.integer(as: Int64.self)
            switch microseconds {
            case .max: seconds = .infinity
            case .min: seconds = -.infinity
            // Whole seconds and the rest apart: dividing a large count at once would lose the microseconds.
            default:
                let (whole, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
                seconds = Double(whole) - Self.secondsFromServerEpoch + Double(rest) / 1_000_000
            }
        case .date:
            let days = try bytes.integer(as: Int32.self)
            switch days {
            case .max: seconds = .infinity
            case .min: seconds = -.infinity
            default: seconds = Double(days) * 86_400 - Self.secondsFromServerEpoch
            }
        default: throw .typeMismatch
        }
        self.init(timeIntervalSinceReferenceDate: seconds)
    }
}
