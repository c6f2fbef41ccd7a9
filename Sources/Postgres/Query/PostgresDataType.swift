/// A data type of the server, by its object identifier.
public struct PostgresDataType: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The object identifier, as in `pg_type.oid`.
    public let rawValue: UInt32

    /// Wraps an object identifier.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// `bool`.
    public static let bool = PostgresDataType(rawValue: 16)
    /// `bytea`.
    public static let bytea = PostgresDataType(rawValue: 17)
    /// `"char"`, the one-byte type of the catalogues.
    public static let char = PostgresDataType(rawValue: 18)
    /// `name`, the type of identifiers.
    public static let name = PostgresDataType(rawValue: 19)
    /// `int8`, also called `bigint`.
    public static let int8 = PostgresDataType(rawValue: 20)
    /// `int2`, also called `smallint`.
    public static let int2 = PostgresDataType(rawValue: 21)
    /// `int4`, also called `integer`.
    public static let int4 = PostgresDataType(rawValue: 23)
    /// `text`.
    public static let text = PostgresDataType(rawValue: 25)
    /// `oid`.
    public static let oid = PostgresDataType(rawValue: 26)
    /// `json`.
    public static let json = PostgresDataType(rawValue: 114)
    /// `xml`.
    public static let xml = PostgresDataType(rawValue: 142)
    /// `float4`, also called `real`.
    public static let float4 = PostgresDataType(rawValue: 700)
    /// `float8`, also called `double precision`.
    public static let float8 = PostgresDataType(rawValue: 701)
    /// `unknown`, the type of an untyped literal.
    public static let unknown = PostgresDataType(rawValue: 705)
    /// `char(n)`.
    public static let bpchar = PostgresDataType(rawValue: 1042)
    /// `varchar`.
    public static let varchar = PostgresDataType(rawValue: 1043)
    /// `date`.
    public static let date = PostgresDataType(rawValue: 1082)
    /// `timestamp`, without a time zone.
    public static let timestamp = PostgresDataType(rawValue: 1114)
    /// `timestamptz`, a moment in time.
    public static let timestamptz = PostgresDataType(rawValue: 1184)
    /// `interval`.
    public static let interval = PostgresDataType(rawValue: 1186)
    /// `numeric`.
    public static let numeric = PostgresDataType(rawValue: 1700)
    /// `uuid`.
    public static let uuid = PostgresDataType(rawValue: 2950)
    /// `void`, what a function without a result returns.
    public static let void = PostgresDataType(rawValue: 2278)
    /// `jsonb`.
    public static let jsonb = PostgresDataType(rawValue: 3802)

    /// `bool[]`.
    public static let boolArray = PostgresDataType(rawValue: 1000)
    /// `bytea[]`.
    public static let byteaArray = PostgresDataType(rawValue: 1001)
    /// `int2[]`.
    public static let int2Array = PostgresDataType(rawValue: 1005)
    /// `int4[]`.
    public static let int4Array = PostgresDataType(rawValue: 1007)
    /// `text[]`.
    public static let textArray = PostgresDataType(rawValue: 1009)
    /// `int8[]`.
    public static let int8Array = PostgresDataType(rawValue: 1016)
    /// `float4[]`.
    public static let float4Array = PostgresDataType(rawValue: 1021)
    /// `float8[]`.
    public static let float8Array = PostgresDataType(rawValue: 1022)
    /// `timestamptz[]`.
    public static let timestamptzArray = PostgresDataType(rawValue: 1185)
    /// `uuid[]`.
    public static let uuidArray = PostgresDataType(rawValue: 2951)
    /// `jsonb[]`.
    public static let jsonbArray = PostgresDataType(rawValue: 3807)

    /// The first identifier that the server gives to types made by its users, enumerations among them.
    static let firstUserDefined: UInt32 = 16384

    /// The type's name in SQL, or its object identifier if this module does not know it.
    public var description: String { Self.names[rawValue] ?? "type with OID \(rawValue)" }

    private static let names: [UInt32: String] = [
        16: "bool", 17: "bytea", 18: "\"char\"", 19: "name", 20: "int8", 21: "int2", 23: "int4", 25: "text",
        26: "oid", 114: "json", 142: "xml", 700: "float4", 701: "float8", 705: "unknown", 1042: "bpchar",
        1043: "varchar", 1082: "date", 1114: "timestamp", 1184: "timestamptz", 1186: "interval", 1700: "numeric",
        2950: "uuid", 2278: "void", 3802: "jsonb", 1000: "bool[]", 1001: "bytea[]", 1005: "int2[]", 1007: "int4[]",
        1009: "text[]", 1016: "int8[]", 1021: "float4[]", 1022: "float8[]", 1185: "timestamptz[]", 2951: "uuid[]",
        3807: "jsonb[]",
    ]
}
