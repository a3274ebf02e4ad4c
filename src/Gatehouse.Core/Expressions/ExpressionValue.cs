using System.Net;
using Gatehouse.Core.Expressions.Values;
using Gatehouse.Core.Validation;

namespace Gatehouse.Core.Expressions;

/// <summary>
/// A value while an expression runs. Texts, JSON and lists stay where they are: the value points to them and is good until the
/// evaluation ends.
/// </summary>
public readonly ref struct ExpressionValue
{
    internal ExpressionValue(
        ExpressionKind kind,
        long number,
        ulong high = 0,
        ReadOnlySpan<byte> bytes = default,
        object? content = null,
        ValueForm form = ValueForm.Plain)
    {
        Kind = kind;
        Form = form;
        Number = number;
        High = high;
        Bytes = bytes;
        Content = content;
    }

    /// <summary>What it is.</summary>
    public ExpressionKind Kind { get; }

    internal ValueForm Form { get; }

    /// <summary>Bool, int, bits of a double, ticks, low half of an address, id of a source variable, or the fault.</summary>
    internal long Number { get; }

    /// <summary>High half of an address.</summary>
    internal ulong High { get; }

    /// <summary>Text of a string, JSON text of a list or map, key of a list of the source.</summary>
    internal ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Constants of a list, range of a CIDR, prepared key.</summary>
    internal object? Content { get; }

    internal bool IsFault => Kind == ExpressionKind.Fault;

    internal bool IsTrue => Kind == ExpressionKind.Bool && Number != 0;

    internal double AsDouble => BitConverter.Int64BitsToDouble(Number);

    internal UInt128 AsAddress => new(High, (ulong)Number);

    internal CidrBlock AsCidr => (CidrBlock)Content!;

    public static ExpressionValue Null() => new(ExpressionKind.Null, 0);

    public static ExpressionValue Bool(bool value) => new(ExpressionKind.Bool, value ? 1 : 0);

    public static ExpressionValue Int(long value) => new(ExpressionKind.Int, value);

    public static ExpressionValue Double(double value) => new(ExpressionKind.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A string of UTF-8 bytes; what is not UTF-8 compares as bytes.</summary>
    public static ExpressionValue Text(ReadOnlySpan<byte> utf8) => new(ExpressionKind.String, 0, bytes: utf8);

    /// <summary>A moment.</summary>
    public static ExpressionValue Timestamp(DateTimeOffset moment) => new(ExpressionKind.Timestamp, moment.UtcTicks);

    public static ExpressionValue Ip(IPAddress address)
    {
        var number = CidrBlock.NumberOf(address, out bool isV6);
        return Ip(number, isV6);
    }

    /// <summary>
    /// A value known as JSON text (RFC 8259), for example the claims of a verified token. Read only where the expression looks;
    /// a member that is there twice, or malformed JSON, is an error there.
    /// </summary>
    public static ExpressionValue Json(ReadOnlySpan<byte> json, scoped ref ExpressionScratch scratch) => JsonText.ToValue(json, ref scratch);

    /// <summary>No value, for a reason.</summary>
    public static ExpressionValue Fault(ExpressionFault fault) => new(ExpressionKind.Fault, (long)fault);

    internal static ExpressionValue Ip(UInt128 number, bool isV6)
        => new(ExpressionKind.Ip, (long)(ulong)number, (ulong)(number >> 64), form: isV6 ? ValueForm.Version6 : ValueForm.Plain);

    internal static ExpressionValue Ticks(ExpressionKind kind, long ticks) => new(kind, ticks);

    /// <summary>The value's own fault, or <see cref="ExpressionFault.Type"/> when there is a value, but of a kind that does not fit.</summary>
    internal ExpressionValue AsFault() => IsFault ? this : Fault(ExpressionFault.Type);
}
