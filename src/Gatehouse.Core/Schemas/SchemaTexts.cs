using System.Globalization;

namespace Gatehouse.Core.Schemas;

/// <summary>Kong's words for what can be wrong with a value; clients and their tests compare them literally.</summary>
public static class SchemaTexts
{
    public const string Required = "required field missing";
    public const string Unknown = "unknown field";
    public const string MustBeNull = "value must be null";
    public const string Timestamp = "expected a valid timestamp";
    public const string Uuid = "expected a valid UUID";

    /// <summary>Ours: Kong takes a malformed reference for a plain value.</summary>
    public const string BadReference = "not a valid vault reference";

    /// <summary>Ours: a dump posted back must not install its markers as secrets.</summary>
    public const string HiddenMarker = "this is the marker of a hidden value, not the value";

    public const string MissingPrimaryKey = "missing primary key";

    /// <summary>The text for a value of another type than <paramref name="type"/>.</summary>
    public static string Expected(FieldType type) => type switch
    {
        FieldType.String => "expected a string",
        FieldType.Integer => "expected an integer",
        FieldType.Number => "expected a number",
        FieldType.Boolean => "expected a boolean",
        FieldType.Record or FieldType.Foreign => "expected a record",
        FieldType.Array => "expected an array",
        FieldType.Set => "expected a set",
        _ => "expected a map",
    };

    public static string Between(double min, double max) => $"value should be between {Whole(min)} and {Whole(max)}";

    public static string GreaterThan(double limit) => $"value must be greater than {limit.ToString(CultureInfo.InvariantCulture)}";

    public static string OneOf(IEnumerable<string> values) => $"expected one of: {string.Join(", ", values)}";

    public static string NotOneOf(IEnumerable<string> values) => $"must not be one of: {string.Join(", ", values)}";

    public static string MinLength(int length) => $"length must be at least {length}";

    public static string MaxLength(int length) => $"length must be at most {length}";

    public static string Invalid(string value) => $"invalid value: {value}";

    public static string Conditional(string field) => $"failed conditional validation given value of field '{field}'";

    /// <summary>Kong's quoted list: <c>'a', 'b'</c>.</summary>
    public static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"'{n}'"));

    // Kong formats limits with %d, which drops a fraction.
    // Kong writes whole numbers; a bound of our own may be a fraction.
    private static string Whole(double value) => value.ToString(Math.Abs(value) < 1 ? "0.###" : "F0", CultureInfo.InvariantCulture);
}
