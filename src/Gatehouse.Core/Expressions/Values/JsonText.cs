using System.Buffers;
using System.Buffers.Text;

namespace Gatehouse.Core.Expressions.Values;

/// <summary>
/// Finds members and elements in JSON text without building anything. Malformed text never throws; it ends in "not there" or a
/// fault where it is met. What is skipped is not checked beyond its brackets and strings: whoever hands the text in has parsed it.
/// </summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"[]{}"u8);
    private static readonly SearchValues<byte> ScalarEnds = SearchValues.Create(",]} \t\r\n"u8);

    /// <summary>Steps for looking through a text of a length: dense JSON takes some nanoseconds a byte.</summary>
    public static int WorkOf(int length) => length >> 1;

    /// <summary>Makes a value of a piece of JSON; objects and arrays stay text.</summary>
    public static ExpressionValue ToValue(ReadOnlySpan<byte> json, scoped ref ExpressionScratch scratch)
    {
        json = json.Trim(" \t\r\n"u8);
        switch (json.IsEmpty ? (byte)0 : json[0])
        {
            case (byte)'{':
                return new ExpressionValue(ExpressionKind.Map, 0, bytes: json, form: ValueForm.Json);
            case (byte)'[':
                return new ExpressionValue(ExpressionKind.List, 0, bytes: json, form: ValueForm.Json);
            case (byte)'"':
                return JsonString.Read(json, ref scratch);
            case (byte)'t' when json.SequenceEqual("true"u8):
                return ExpressionValue.Bool(true);
            case (byte)'f' when json.SequenceEqual("false"u8):
                return ExpressionValue.Bool(false);
            case (byte)'n' when json.SequenceEqual("null"u8):
                return ExpressionValue.Null();
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return Number(json);
            default:
                return ExpressionValue.Fault(ExpressionFault.Format);
        }
    }

    /// <summary>
    /// Finds a member of an object by name. <paramref name="fault"/> is not <see cref="ExpressionFault.None"/> when the text is
    /// malformed or has the member twice: two readers that take different ones of them disagree about who somebody is.
    /// </summary>
    public static bool TryFind(
        ReadOnlySpan<byte> json,
        ReadOnlySpan<byte> name,
        scoped ref ExpressionScratch scratch,
        out ReadOnlySpan<byte> value,
        out ExpressionFault fault)
    {
        value = default;
        fault = ExpressionFault.None;
        bool isFound = false;
        int at = 0;
        while (TryReadMember(json, ref at, out var member, out var content))
        {
            if (JsonString.Equals(member, name, ref scratch))
            {
                if (isFound)
                {
                    fault = ExpressionFault.Repeated;
                    return false;
                }

                isFound = true;
                value = content;
            }
        }

        if (at < 0)
        {
            fault = ExpressionFault.Format;
            return false;
        }

        return isFound;
    }

    /// <summary>Number of elements or members; −1 when the text is malformed.</summary>
    public static int Count(ReadOnlySpan<byte> json)
    {
        int at = 0;
        int count = 0;
        if (json[0] == '[')
        {
            bool isMalformed;
            while (TryReadItem(json, ref at, out _, out isMalformed))
            {
                count++;
            }

            return isMalformed ? -1 : count;
        }

        while (TryReadMember(json, ref at, out _, out _))
        {
            count++;
        }

        return at < 0 ? -1 : count;
    }

    /// <summary>Reads the element at <paramref name="at"/>, which starts at 0 and moves on.</summary>
    public static bool TryReadItem(ReadOnlySpan<byte> json, scoped ref int at, out ReadOnlySpan<byte> item, out bool isMalformed)
    {
        item = default;
        isMalformed = false;
        if (!TryStep(json, ref at, (byte)']', out bool isEnd))
        {
            isMalformed = !isEnd;
            return false;
        }

        int end = Skip(json, at);
        isMalformed = end < 0;
        if (isMalformed)
        {
            return false;
        }

        item = json[at..end];
        at = end;
        return true;
    }

    /// <summary>Reads the member at <paramref name="at"/>, which starts at 0, moves on, and is −1 when the text is malformed.</summary>
    private static bool TryReadMember(
        ReadOnlySpan<byte> json, scoped ref int at, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = default;
        value = default;
        if (!TryStep(json, ref at, (byte)'}', out bool isEnd))
        {
            at = isEnd ? at : -1;
            return false;
        }

        int nameEnd = at < json.Length && json[at] == '"' ? Skip(json, at) : -1;
        int colon = nameEnd < 0 ? -1 : Blanks(json, nameEnd);
        if (colon < 0 || colon >= json.Length || json[colon] != ':')
        {
            at = -1;
            return false;
        }

        int start = Blanks(json, colon + 1);
        int end = Skip(json, start);
        if (end < 0)
        {
            at = -1;
            return false;
        }

        name = json[at..nameEnd];
        value = json[start..end];
        at = end;
        return true;
    }

    /// <summary>Goes over the opening bracket or a comma to the next thing; false at the end or, without <paramref name="isEnd"/>, in disorder.</summary>
    private static bool TryStep(ReadOnlySpan<byte> json, scoped ref int at, byte close, out bool isEnd)
    {
        bool isFirst = at == 0;
        int next = Blanks(json, at == 0 ? 1 : at);
        isEnd = next < json.Length && json[next] == close;
        if (isEnd || next >= json.Length)
        {
            return false;
        }

        if (!isFirst)
        {
            if (json[next] != ',')
            {
                return false;
            }

            next = Blanks(json, next + 1);
        }

        at = next;
        return next < json.Length;
    }

    private static int Blanks(ReadOnlySpan<byte> json, int at)
    {
        int rest = json[at..].IndexOfAnyExcept(" \t\r\n"u8);
        return rest < 0 ? json.Length : at + rest;
    }

    /// <summary>The position behind the value at the position; −1 when it does not end.</summary>
    private static int Skip(ReadOnlySpan<byte> json, int at)
    {
        if (at >= json.Length)
        {
            return -1;
        }

        if (json[at] is not ((byte)'{' or (byte)'[' or (byte)'"'))
        {
            int length = json[at..].IndexOfAny(ScalarEnds);
            return length == 0 ? -1 : length < 0 ? json.Length : at + length;
        }

        int depth = 0;
        while (true)
        {
            int next = json[at..].IndexOfAny(Structure);
            if (next < 0)
            {
                return -1;
            }

            at += next;
            switch (json[at])
            {
                case (byte)'"':
                    int length = JsonString.LengthOf(json[at..]);
                    if (length < 0)
                    {
                        return -1;
                    }

                    at += length;
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    at++;
                    break;
                default:
                    depth--;
                    at++;
                    break;
            }

            if (depth <= 0)
            {
                return at;
            }
        }
    }

    /// <summary>Integers that fit into 64 bits are int, everything else is double.</summary>
    private static ExpressionValue Number(ReadOnlySpan<byte> json)
    {
        if (Utf8Parser.TryParse(json, out long whole, out int taken) && taken == json.Length)
        {
            return ExpressionValue.Int(whole);
        }

        return Utf8Parser.TryParse(json, out double number, out taken) && taken == json.Length && double.IsFinite(number)
            ? ExpressionValue.Double(number)
            : ExpressionValue.Fault(ExpressionFault.Format);
    }
}
