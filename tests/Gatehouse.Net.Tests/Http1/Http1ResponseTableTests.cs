using System.Text;
using Xunit;

namespace Gatehouse.Net.Tests.Http1;

public class Http1ResponseTableTests
{
    private const string Big = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    /// <summary>Request (method, ! = asks for an upgrade, . = upstream keeps the connection open), upstream's bytes, outcome.</summary>
    private static readonly (string Request, string Bytes, string Outcome)[] Rows =
    [
        ("GET .", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "Final Length 2 ok end reusable"),
        ("GET .", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "Final Length 0  end reusable"),
        ("GET .", "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", "Final Length 0  end reusable"),
        ("GET .", "HTTP/1.1 200 \u00e9t\u00e9\r\nContent-Length: 0\r\n\r\n", "Final Length 0  end reusable"),
        ("GET .", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX: y\r\nSet-Cookie: a\r\n\r\n", "Final Chunked -1 ok end reusable"),
        ("GET .", "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok", "Final Length 2 ok end reusable"),
        ("GET .", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", "Final Length 2 ok end"),
        ("GET .", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", "Final Length 2 ok end"),
        ("GET .", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokX", "Final Length 2 ok end"),
        ("GET", "HTTP/1.1 200 OK\r\n\r\nuntil the end", "Final UntilClose -1 until the end end"),
        ("GET", "HTTP/1.0 200 OK\r\n\r\n", "Final UntilClose -1  end"),
        ("HEAD .", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", "Final Described 2  end reusable"),
        ("HEAD .", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "Final Described -1  end reusable"),
        ("HEAD .", "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "Final Described -1  end"),
        ("GET .", "HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\n", "Final Described 2  end reusable"),
        ("GET .", "HTTP/1.1 204 No Content\r\n\r\n", "Final None -1  end reusable"),
        ("GET .", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", "Final None 5  end"),
        ("GET .", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "Final Length 0  end reusable"),
        ("GET !.", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: a\r\nConnection: b, UPGRADE\r\n\r\nraw", "SwitchingProtocols"),
        ("GET !.", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "Final Length 0  end reusable"),

        // A connection that ends early.
        ("GET", "", "ClosedBeforeResponse"),
        ("GET", "H", "Truncated"),
        ("GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", "Truncated"),
        ("GET", "HTTP/1.1 100 Continue\r\n\r\n", "Truncated"),
        ("GET", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok", "Final Length 3 ok failed"),
        ("GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n", "Final Chunked -1 ok failed"),
        ("GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n", "Final Chunked -1 ok failed"),

        // What is not a response.
        ("GET .", "<html>", "Malformed"),
        ("GET .", "HTTP/2.0 200 OK\r\n\r\n", "Malformed"),
        ("GET .", "HTTP/1.2 200 OK\r\n\r\n", "Malformed"),
        ("GET .", "http/1.1 200 OK\r\n\r\n", "Malformed"),
        ("GET .", "HTTP/1.1  200 OK\r\n\r\n", "Malformed"),
        ("GET .", "HTTP/1.1 20 OK\r\n\r\n", "Malformed"),
        ("GET .", "HTTP/1.1 2000 OK\r\n\r\n", "Malformed"),
        ("GET .", "HTTP/1.1 099 OK\r\n\r\n", "Malformed"),
        ("GET .", "HTTP/1.1 +20 OK\r\n\r\n", "Malformed"),
        ("GET .", "HTTP/1.1 200 O\u0000K\r\n\r\n", "Malformed"),
        ("GET .", "HTTP/1.1 200 OK\rX: y\r\n\r\n", "Malformed"),
        ("GET .", "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n", "Malformed"),
        ("GET .", "HTTP/1.1 200 OK\r\nContent-Length: 0\n\r\n", "Malformed"),
        ("GET .", "\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "Malformed"),
        ("GET .", "HTTP/1.1 200 OK\r\nA b: c\r\n\r\n", "Malformed"),
        ("GET .", "HTTP/1.1 200 OK\r\nA : c\r\n\r\n", "Malformed"),
        ("GET .", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", "Malformed"),
        ("GET .", "HTTP/1.1 200 OK\r\n: c\r\n\r\n", "Malformed"),
        ("GET .", "HTTP/1.1 200 OK\r\nA: \u0000\r\n\r\n", "Malformed"),
        ("GET .", "HTTP/1.1 200 OK\r\njunk\r\n\r\n", "Malformed"),

        // Ambiguous framing.
        ("GET .", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "Malformed"),
        ("GET .", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok", "Malformed"),
        ("GET .", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok", "Malformed"),
        ("GET .", "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok", "Malformed"),
        ("GET .", "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok", "Malformed"),
        ("GET .", "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\nok", "Malformed"),
        ("HEAD .", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "Malformed"),
        ("GET .", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nok", "Malformed"),
        ("GET .", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "Malformed"),
        ("GET .", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", "Malformed"),
        ("GET .", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "Malformed"),
        ("GET .", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\nok\r\n0\r\n\r\n", "Final Chunked -1  failed"),
        ("GET .", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokay\r\n0\r\n\r\n", "Final Chunked -1 ok failed"),
        ("GET .", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "Final Chunked -1  failed"),
        ("GET .", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA : b\r\n\r\n", "Final Chunked -1  failed"),
        ("GET .", "HTTP/1.1 101 Switching Protocols\r\n\r\n", "Malformed"),
        ("GET .", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: a\r\nConnection: upgrade\r\n\r\n", "Malformed"),
        ("GET !.", "HTTP/1.1 101 Switching Protocols\r\n\r\nraw", "Malformed"),
        ("GET !.", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: a\r\n\r\nraw", "Malformed"),
        ("GET !.", "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\n\r\nraw", "Malformed"),
        ("GET !.", "HTTP/1.1 101 Switching Protocols\r\nUpgrade:\r\nConnection: upgrade\r\n\r\nraw", "Malformed"),

        // Over the limits: 256 bytes of head, 5 fields, 16 interim heads, 64 bytes of trailers.
        ("GET .", "HTTP/1.1 200 OK\r\nA: " + Big + Big + Big + Big, "TooLarge"),
        ("GET .", "HTTP/1.1 200 " + Big + Big + Big + Big, "TooLarge"),
        ("GET .", "HTTP/1.1 200 OK\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\n\r\n", "TooLarge"),
        ("GET .", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: " + Big + "\r\n\r\n", "Final Chunked -1  failed"),
    ];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Rows.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Response_ofEachKind_hasItsOutcomeHoweverItIsSplit(int row)
    {
        (string request, string text, string outcome) = Rows[row];
        string method = request.Split(' ')[0];
        bool upgrade = request.Contains('!', StringComparison.Ordinal);
        bool end = !request.EndsWith('.');
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        Assert.Equal(outcome, ClientFixture.Outcome(method, upgrade, [bytes], end, out string sink));
        for (int cut = 1; cut < bytes.Length; cut++)
        {
            // Bytes behind the message may arrive after it was found reusable; the pool finds them then.
            string split = ClientFixture.Outcome(method, upgrade, [bytes.AsMemory(0, cut), bytes.AsMemory(cut)], end, out string splitSink);
            Assert.Equal(outcome, WithoutLateJunk(split, outcome));
            Assert.Equal(sink, splitSink);
        }
    }

    [Fact]
    public void Response_interimWithoutEnd_isMalformed()
    {
        string bytes = string.Concat(Enumerable.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 17));
        Assert.Equal("Malformed", ClientFixture.Outcome("GET", false, [Encoding.Latin1.GetBytes(bytes)], false, out _));
    }

    [Fact]
    public void Response_trailers_arePassedOnExceptForbiddenOnes()
    {
        ClientFixture.Outcome("GET", false, [Encoding.Latin1.GetBytes(Rows[4].Bytes)], false, out string sink);
        Assert.Equal("200 1.1\nTransfer-Encoding: [chunked]\ntrailer X: [y]\n", sink);
    }

    private static string WithoutLateJunk(string outcome, string expected) =>
        expected.EndsWith(" end", StringComparison.Ordinal) && outcome == expected + " reusable" ? expected : outcome;
}
