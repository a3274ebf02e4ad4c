using System.Text;
using Gatehouse.Protocols.Redis.Resp;
using Xunit;

namespace Gatehouse.Protocols.Tests.Redis.Resp;

public class RespReaderTests
{
    private static readonly RespLimits Small = new() { MaxLineBytes = 64, MaxBulkBytes = 16, MaxTextBytes = 40, MaxValues = 20, MaxDepth = 3 };

    // What a server sends, and how it reads. Lines end with |.
    public static TheoryData<string, string> Messages => new()
    {
        { "+OK|", "+OK" },
        { "+|", "+" },
        { "-WRONGPASS no|", "-WRONGPASS no" },
        { ":0|", ":0" },
        { ":-1|", ":-1" },
        { ":+7|", ":7" },
        { ":9223372036854775807|", ":9223372036854775807" },
        { ":-9223372036854775808|", ":-9223372036854775808" },
        { "$0||", "$" },
        { "$5|hello|", "$hello" },
        { "$2|+:|", "$+:" },
        { "$-1|", "_" },
        { "*-1|", "_" },
        { "_|", "_" },
        { "#t|", "#1" },
        { "#f|", "#0" },
        { ",3.25|", ",3.25" },
        { ",-1e3|", ",-1000" },
        { ",inf|", ",Infinity" },
        { ",-inf|", ",-Infinity" },
        { ",nan|", ",NaN" },
        { "(3492890328409238509324850943850943825024385|", "(3492890328409238509324850943850943825024385" },
        { "!5|ERR x|", "-ERR x" },
        { "=8|txt:text|", "=text" },
        { "*0|", "*[]" },
        { "~0|", "~[]" },
        { "%0|", "%[]" },
        { "*3|:1|:2|:3|", "*[:1 :2 :3]" },
        { "*3|:1|*2|+a|$1|b|:3|", "*[:1 *[+a $b] :3]" },
        { "*2|*0|*-1|", "*[*[] _]" },
        { "%2|+a|:1|$1|b|#t|", "%[+a :1 $b #1]" },
        { "~2|:1|:2|", "~[:1 :2]" },
        { ">2|+invalidate|*1|$1|k|", ">[+invalidate *[$k]]" },
        { "|1|+ttl|:36|+OK|", "+OK" },
        { "*2|:1||1|+k|*2|:8|:9|:2|", "*[:1 :2]" },
        { "|0|+OK|", "+OK" },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void Message_split_at_every_byte_reads_the_same(string sent, string expected)
    {
        byte[] bytes = Wire(sent);
        Assert.Equal(expected, ReadPieces(bytes, bytes.Length));
        for (int split = 1; split < bytes.Length; split++)
        {
            Assert.Equal(expected, ReadPieces(bytes, split));
        }

        Assert.Equal(expected, ReadPieces(bytes, 1));
    }

    [Fact]
    public void All_messages_behind_one_another_read_the_same()
    {
        byte[] bytes = [.. Messages.SelectMany(m => Wire((string)m[0]))];
        string[] expected = [.. Messages.Select(m => (string)m[1])];
        for (int size = 1; size < 40; size++)
        {
            Assert.Equal(expected, ReadAll(bytes, size));
        }
    }

    [Theory]
    [InlineData("hello|")]
    [InlineData("HTTP/1.1 200 OK|")]
    [InlineData("\u0016\u0003\u0001")]
    [InlineData(" +OK|")]
    [InlineData("|")]
    [InlineData("+OK\n")]
    [InlineData("+O\nK|")]
    [InlineData("+O\rK|")]
    [InlineData(":|")]
    [InlineData(":01|")]
    [InlineData(":-0|")]
    [InlineData(":1 |")]
    [InlineData(": 1|")]
    [InlineData(":1.0|")]
    [InlineData(":9223372036854775808|")]
    [InlineData(":-9223372036854775809|")]
    [InlineData(":99999999999999999999|")]
    [InlineData("$|")]
    [InlineData("$+1|a|")]
    [InlineData("$01|a|")]
    [InlineData("$-2|")]
    [InlineData("$?|")]
    [InlineData("$17|")]
    [InlineData("$99999999999999|")]
    [InlineData("$1|ab|")]
    [InlineData("$1|a\n")]
    [InlineData("$1|a\rb")]
    [InlineData("!-1|")]
    [InlineData("=3|txt|")]
    [InlineData("=5|txt.a|")]
    [InlineData("*?|")]
    [InlineData("*-2|")]
    [InlineData("*21|")]
    [InlineData("%11|")]
    [InlineData("%1073741824|")]
    [InlineData("|11|")]
    [InlineData("|-1|")]
    [InlineData("~-1|")]
    [InlineData(">0|")]
    [InlineData("*1|>1|+a|")]
    [InlineData("*1|*1|*1|*1|:1|")]
    [InlineData("*3|$16|0123456789abcdef|$16|0123456789abcdef|$16|")]
    [InlineData("*2|*10|:1|:1|:1|:1|:1|:1|:1|:1|:1|:1|*10|")]
    [InlineData("#x|")]
    [InlineData("#|")]
    [InlineData("_x|")]
    [InlineData(",|")]
    [InlineData(",1,5|")]
    [InlineData(",Infinity|")]
    [InlineData(",0x10|")]
    [InlineData("(|")]
    [InlineData("(12a|")]
    [InlineData("+0123456789012345678901234567890123456789012345678901234567890123456789")]
    public void Garbage_or_too_much_is_refused(string sent)
    {
        byte[] bytes = Wire(sent);
        for (int size = 1; size <= bytes.Length; size++)
        {
            Assert.Equal("malformed", ReadPieces(bytes, size, Small));
        }
    }

    [Fact]
    public void Every_prefix_of_a_message_is_incomplete()
    {
        foreach (var row in Messages)
        {
            byte[] bytes = Wire((string)row[0]);
            for (int length = 0; length < bytes.Length; length++)
            {
                Assert.Equal(RespStatus.Incomplete, new RespReader(RespLimits.Default).Read(bytes.AsSpan(0, length), out int used));
                Assert.True(used <= length);
            }
        }
    }

    [Fact]
    public void Message_at_the_bounds_is_read()
    {
        Assert.Equal("$0123456789abcdef", ReadPieces(Wire("$16|0123456789abcdef|"), 5, Small));
        Assert.Equal("*[*[*[:1]]]", ReadPieces(Wire("*1|*1|*1|:1|"), 3, Small));
        Assert.StartsWith("*[", ReadPieces(Wire("*19|" + string.Concat(Enumerable.Repeat(":1|", 19))), 7, Small), StringComparison.Ordinal);
    }

    [Fact]
    public void Array_of_integers_allocates_nothing_after_the_first()
    {
        byte[] bytes = Wire("*3|:1|:20|:300|");
        var reader = new RespReader(RespLimits.Default);
        reader.Read(bytes, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            reader.Read(bytes, out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(new RespValue(reader.Message, 0)[2].TryGetInteger(out long last) && last == 300);
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        var random = new Random(5);
        const string Alphabet = "+-:$*,#_(=!%~>|0123456789\r\n\r\n\r\nabtf";
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = new byte[random.Next(1, 40)];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)Alphabet[random.Next(Alphabet.Length)];
            }

            string whole = string.Join(' ', ReadAll(bytes, bytes.Length, Small));
            Assert.Equal(whole, string.Join(' ', ReadAll(bytes, 1, Small)));
        }
    }

    internal static byte[] Wire(string text)
    {
        // A | that starts a line is the kind of an attribute.
        var wire = new StringBuilder();
        bool isLineStart = true;
        for (int i = 0; i < text.Length; i++)
        {
            bool isAttribute = isLineStart && text[i] == '|' && i + 1 < text.Length && (char.IsAsciiDigit(text[i + 1]) || text[i + 1] == '-');
            bool isEnd = text[i] == '|' && !isAttribute;
            wire.Append(isEnd ? "\r\n" : text[i]);
            isLineStart = isEnd || i < 0;
        }

        return Encoding.Latin1.GetBytes(wire.ToString());
    }

    private static string ReadPieces(byte[] bytes, int size, RespLimits? limits = null)
        => ReadAll(bytes, size, limits) is [var first, ..] ? first : "incomplete";

    private static List<string> ReadAll(byte[] bytes, int size, RespLimits? limits = null)
    {
        var reader = new RespReader(limits ?? RespLimits.Default);
        var found = new List<string>();
        int start = 0;
        for (int end = Math.Min(size, bytes.Length); ; end = Math.Min(end + size, bytes.Length))
        {
            while (true)
            {
                var status = reader.Read(bytes.AsSpan(start, end - start), out int used);
                start += used;
                if (status == RespStatus.Malformed)
                {
                    found.Add("malformed");
                    return found;
                }

                if (status == RespStatus.Incomplete)
                {
                    break;
                }

                found.Add(Show(new RespValue(reader.Message, 0)));
            }

            if (end == bytes.Length)
            {
                return found;
            }
        }
    }

    private static string Show(RespValue value) => value.Kind switch
    {
        RespKind.Null => "_",
        RespKind.Integer => $":{(value.TryGetInteger(out long i) ? i : throw new InvalidOperationException())}",
        RespKind.Boolean => $"#{(value.TryGetInteger(out long b) ? b : throw new InvalidOperationException())}",
        RespKind.Double => string.Create(System.Globalization.CultureInfo.InvariantCulture, $",{(value.TryGetDouble(out double d) ? d : throw new InvalidOperationException())}"),
        RespKind.Simple => "+" + value.GetString(),
        RespKind.Error => "-" + value.GetString(),
        RespKind.Bulk => "$" + value.GetString(),
        RespKind.Verbatim => "=" + value.GetString(),
        RespKind.BigNumber => "(" + value.GetString(),
        _ => $"{"*~%>"[value.Kind - RespKind.Array]}[{string.Join(' ', Enumerable.Range(0, value.Count).Select(i => Show(value[i])))}]",
    };
}
