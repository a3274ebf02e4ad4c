namespace Gatehouse.Core.Expressions;

/// <summary>Static type of an expression. Keys of maps are strings.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Element">Type of the elements of a list or of the values of a map, else null.</param>
public sealed record ExpressionType(ExpressionKind Kind, ExpressionType? Element = null)
{
    public static ExpressionType Null { get; } = new(ExpressionKind.Null);

    public static ExpressionType Bool { get; } = new(ExpressionKind.Bool);

    /// <summary>64-bit signed integer.</summary>
    public static ExpressionType Int { get; } = new(ExpressionKind.Int);

    public static ExpressionType Double { get; } = new(ExpressionKind.Double);

    /// <summary>UTF-8 text.</summary>
    public static ExpressionType String { get; } = new(ExpressionKind.String);

    /// <summary>A moment in UTC, years 1 to 9999, 100 ns.</summary>
    public static ExpressionType Timestamp { get; } = new(ExpressionKind.Timestamp);

    /// <summary>A span of time, ±10,000 years, 100 ns.</summary>
    public static ExpressionType Duration { get; } = new(ExpressionKind.Duration);

    /// <summary>An address; IPv4-mapped IPv6 addresses are IPv4.</summary>
    public static ExpressionType Ip { get; } = new(ExpressionKind.Ip);

    /// <summary>A range of addresses.</summary>
    public static ExpressionType Cidr { get; } = new(ExpressionKind.Cidr);

    /// <summary>Known only when the expression runs.</summary>
    public static ExpressionType Dyn { get; } = new(ExpressionKind.Dyn);

    internal bool IsNumber => Kind is ExpressionKind.Int or ExpressionKind.Double;

    internal bool IsDyn => Kind == ExpressionKind.Dyn;

    public static ExpressionType ListOf(ExpressionType element) => new(ExpressionKind.List, element);

    public static ExpressionType MapOf(ExpressionType value) => new(ExpressionKind.Map, value);

    /// <summary>As CEL spells it: <c>list(string)</c>.</summary>
    public override string ToString() => Kind switch
    {
        ExpressionKind.List => $"list({Element})",
        ExpressionKind.Map => $"map(string, {Element})",
        ExpressionKind.Null => "null_type",
        _ => Kind.ToString().ToLowerInvariant(),
    };

    /// <summary>Whether a value of this type may stand where <paramref name="wanted"/> is.</summary>
    internal bool MayBe(ExpressionType wanted)
        => IsDyn || wanted.IsDyn
            || (Kind == wanted.Kind && (Element is null || wanted.Element is null || Element.MayBe(wanted.Element)));
}
