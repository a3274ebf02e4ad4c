using Gatehouse.Net.Http1;
using static Gatehouse.Net.Http1.Http1Rejection;

namespace Gatehouse.Net.Tests.Http1;

/// <summary>Heads that must be refused: bytes, reason, status. Adding a case adds a row.</summary>
internal static class RejectedRequests
{
    /// <summary>Small, so that the rows can overstep them and still be split at every byte.</summary>
    public static readonly Http1ServerLimits Limits = new()
    {
        MaxRequestLineBytes = 256,
        MaxHeaderBytes = 512,
        MaxHeaders = 8,
        MaxTrailerBytes = 128,
        MaxChunkExtensionBytes = 32,
        MaxTotalChunkExtensionBytes = 48,
    };

    public static readonly (string Bytes, Http1Rejection Reason, int Status)[] Heads =
    [
        // Line ends.
        ("GET / HTTP/1.1\nHost: x\r\n\r\n", BareLineFeed, 400),
        ("GET / HTTP/1.1\r\nHost: x\n\r\n", BareLineFeed, 400),
        ("GET / HTTP/1.1\r\nHost: x\r\n\n", BareLineFeed, 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nA: b\nTransfer-Encoding: chunked\r\n\r\n", BareLineFeed, 400),
        ("\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", BareLineFeed, 400),
        ("GET / HTTP/1.1\r\r\nHost: x\r\n\r\n", BareCarriageReturn, 400),
        ("GET / HTTP/1.1\r\nHost: x\r\r\n\r\n", BareCarriageReturn, 400),
        ("GET / HTTP/1.1\r\nA: b\rc\r\nHost: x\r\n\r\n", BareCarriageReturn, 400),
        ("GET / HTTP/1.1\r\nA\r: b\r\nHost: x\r\n\r\n", BareCarriageReturn, 400),
        ("GET /\r HTTP/1.1\r\nHost: x\r\n\r\n", BareCarriageReturn, 400),
        ("GE\rT / HTTP/1.1\r\nHost: x\r\n\r\n", BareCarriageReturn, 400),
        ("\rGET / HTTP/1.1\r\nHost: x\r\n\r\n", BareCarriageReturn, 400),
        ("\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", MalformedRequestLine, 400),

        // The request line.
        ("GET\r\n\r\n", MalformedRequestLine, 400),
        ("GET /\r\n\r\n", MalformedRequestLine, 400),
        ("GET  / HTTP/1.1\r\nHost: x\r\n\r\n", MalformedRequestLine, 400),
        ("GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", MalformedRequestLine, 400),
        ("GET /  HTTP/1.1\r\nHost: x\r\n\r\n", MalformedRequestLine, 400),
        ("GET / HTTP/1.1 \r\nHost: x\r\n\r\n", MalformedRequestLine, 400),
        (" GET / HTTP/1.1\r\nHost: x\r\n\r\n", InvalidMethod, 400),
        ("G@T / HTTP/1.1\r\nHost: x\r\n\r\n", InvalidMethod, 400),
        ("GET\t/\tHTTP/1.1\r\nHost: x\r\n\r\n", InvalidMethod, 400),
        ("\u0016\u0003\u0001\u0000\u00a5\u0001", InvalidMethod, 400),
        (new string('A', 33) + " / HTTP/1.1\r\nHost: x\r\n\r\n", MethodTooLong, 400),
        (new string('A', 300), MethodTooLong, 400),
        ("CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n", ConnectNotAllowed, 405),
        ("CONNECT / HTTP/1.1\r\nHost: x\r\n\r\n", ConnectNotAllowed, 405),

        // The version.
        ("GET / http/1.1\r\nHost: x\r\n\r\n", InvalidVersion, 400),
        ("GET / HTTP/1.1x\r\nHost: x\r\n\r\n", InvalidVersion, 400),
        ("GET / HTTP/11\r\nHost: x\r\n\r\n", InvalidVersion, 400),
        ("GET / HTTP/1,1\r\nHost: x\r\n\r\n", InvalidVersion, 400),
        ("GET / HTTP/1.\r\nHost: x\r\n\r\n", InvalidVersion, 400),
        ("GET / ICAP/1.1\r\nHost: x\r\n\r\n", InvalidVersion, 400),
        ("GET / HTTP/01.1\r\nHost: x\r\n\r\n", InvalidVersion, 400),
        ("GET / HTTP/0.9\r\nHost: x\r\n\r\n", UnsupportedVersion, 505),
        ("GET / HTTP/1.2\r\nHost: x\r\n\r\n", UnsupportedVersion, 505),
        ("GET / HTTP/3.0\r\nHost: x\r\n\r\n", UnsupportedVersion, 505),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", UnsupportedVersion, 505),

        // The target.
        ("GET x HTTP/1.1\r\nHost: x\r\n\r\n", InvalidTarget, 400),
        ("GET x:80 HTTP/1.1\r\nHost: x\r\n\r\n", InvalidTarget, 400),
        ("GET * HTTP/1.1\r\nHost: x\r\n\r\n", InvalidTarget, 400),
        ("OPTIONS ** HTTP/1.1\r\nHost: x\r\n\r\n", InvalidTarget, 400),
        ("GET /\u0000 HTTP/1.1\r\nHost: x\r\n\r\n", InvalidTarget, 400),
        ("GET /\u0007 HTTP/1.1\r\nHost: x\r\n\r\n", InvalidTarget, 400),
        ("GET /a\tb HTTP/1.1\r\nHost: x\r\n\r\n", InvalidTarget, 400),
        ("GET /\u007f HTTP/1.1\r\nHost: x\r\n\r\n", InvalidTarget, 400),
        ("GET http:///a HTTP/1.1\r\nHost: x\r\n\r\n", InvalidTarget, 400),
        ("GET http://u@x/a HTTP/1.1\r\nHost: x\r\n\r\n", InvalidTarget, 400),
        ("GET http://u:p@x/a HTTP/1.1\r\nHost: x\r\n\r\n", InvalidTarget, 400),
        ("GET http://x:99999/ HTTP/1.1\r\nHost: x\r\n\r\n", InvalidTarget, 400),
        ("GET http://[::1/ HTTP/1.1\r\nHost: x\r\n\r\n", InvalidTarget, 400),
        ("GET http:/x/ HTTP/1.1\r\nHost: x\r\n\r\n", InvalidTarget, 400),
        ("GET ftp://x/ HTTP/1.1\r\nHost: x\r\n\r\n", InvalidTarget, 400),
        ("GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n", FragmentInTarget, 400),
        ("GET http://x#b HTTP/1.1\r\nHost: x\r\n\r\n", FragmentInTarget, 400),
        ("GET /" + new string('a', 300) + " HTTP/1.1\r\nHost: x\r\n\r\n", TargetTooLong, 414),
        ("GET /" + new string('a', 300), TargetTooLong, 414),

        // Header lines.
        ("GET / HTTP/1.1\r\n Host: x\r\n\r\n", HeaderLineFolding, 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", HeaderLineFolding, 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n\tc\r\n\r\n", HeaderLineFolding, 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n", WhitespaceBeforeColon, 400),
        ("GET / HTTP/1.1\r\nHost : x\r\n\r\n", WhitespaceBeforeColon, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding\t: chunked\r\n\r\n", WhitespaceBeforeColon, 400),
        ("GET / HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n", HeaderNameInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nA\r\n\r\n", HeaderNameInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nA B: c\r\n\r\n", HeaderNameInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nA\u0000: c\r\n\r\n", HeaderNameInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: x\r\n\u000bA: c\r\n\r\n", HeaderNameInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nA(: c\r\n\r\n", HeaderNameInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: x\r\n\u00e9: c\r\n\r\n", HeaderNameInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nA: b\u0000c\r\n\r\n", HeaderValueInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nA: b\u0001\r\n\r\n", HeaderValueInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nA: b\u007f\r\n\r\n", HeaderValueInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \u000bchunked\r\n\r\n", HeaderValueInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: x\r\n" + Repeat("A: b\r\n", 8) + "\r\n", TooManyHeaders, 431),
        ("GET / HTTP/1.1\r\nHost: x\r\nA: " + new string('b', 600) + "\r\n\r\n", HeadersTooLarge, 431),
        ("GET / HTTP/1.1\r\nHost: x\r\nA: " + new string('b', 300) + "\r\nB: " + new string('b', 300) + "\r\n\r\n", HeadersTooLarge, 431),
        ("GET / HTTP/1.1\r\nHost: x\r\nA: " + new string('b', 600), HeadersTooLarge, 431),

        // Host.
        ("GET / HTTP/1.1\r\n\r\n", HostMissing, 400),
        ("GET http://x/ HTTP/1.1\r\n\r\n", HostMissing, 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", HostDuplicate, 400),
        ("GET / HTTP/1.0\r\nHost: x\r\nhost: y\r\n\r\n", HostDuplicate, 400),
        ("GET http://x/ HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", HostDuplicate, 400),
        ("GET / HTTP/1.1\r\nHost:\r\n\r\n", HostInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", HostInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", HostInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", HostInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", HostInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: a:\r\n\r\n", HostInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: :80\r\n\r\n", HostInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n", HostInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: a:80:80\r\n\r\n", HostInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: a:-1\r\n\r\n", HostInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: ::1\r\n\r\n", HostInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", HostInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: [::1]x\r\n\r\n", HostInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: [1.2.3.4]\r\n\r\n", HostInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: [1:2:3]\r\n\r\n", HostInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: [fe80::1%25eth0]\r\n\r\n", HostInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: a%2\r\n\r\n", HostInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: a%zz\r\n\r\n", HostInvalid, 400),
        ("GET / HTTP/1.1\r\nHost: \u00e9\r\n\r\n", HostInvalid, 400),

        // Content-Length.
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\na", ContentLengthInvalid, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -0\r\n\r\n", ContentLengthInvalid, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1,1\r\n\r\na", ContentLengthInvalid, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1, 2\r\n\r\na", ContentLengthInvalid, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1 1\r\n\r\na", ContentLengthInvalid, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x1\r\n\r\na", ContentLengthInvalid, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1.0\r\n\r\na", ContentLengthInvalid, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1e1\r\n\r\na", ContentLengthInvalid, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\na", ContentLengthInvalid, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \u00b2\r\n\r\na", ContentLengthInvalid, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9223372036854775808\r\n\r\na", ContentLengthInvalid, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 18446744073709551617\r\n\r\na", ContentLengthInvalid, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na", ContentLengthDuplicate, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\ncontent-length: 2\r\n\r\na", ContentLengthDuplicate, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", ContentLengthWithTransferEncoding, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", ContentLengthWithTransferEncoding, 400),

        // Transfer-Encoding.
        ("POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", TransferEncodingInVersion10, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", TransferEncodingUnknown, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", TransferEncodingUnknown, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\n\r\n", TransferEncodingUnknown, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n\r\n", TransferEncodingUnknown, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \"chunked\"\r\n\r\n", TransferEncodingUnknown, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked;a=b\r\n\r\n", TransferEncodingUnknown, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunk\r\n\r\n", TransferEncodingUnknown, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: ,chunked\r\n\r\n", TransferEncodingUnknown, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n", TransferEncodingUnknown, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, gzip\r\n\r\n", TransferEncodingNotChunkedLast, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked,\r\n\r\n", TransferEncodingNotChunkedLast, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, chunked\r\n\r\n", TransferEncodingNotChunkedLast, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", TransferEncodingNotChunkedLast, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n", TransferEncodingNotChunkedLast, 400),

        // Expect.
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nExpect: 200-ok\r\n\r\na", ExpectationUnknown, 417),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nExpect: y 100-continue\r\n\r\na", ExpectationUnknown, 417),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nExpect: 100-continue, 100-continue\r\n\r\na", ExpectationUnknown, 417),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nExpect: 100-continue\r\nExpect: 100-continue\r\n\r\na", ExpectationUnknown, 417),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nExpect:\r\n\r\na", ExpectationUnknown, 417),
    ];

    private const string Chunked = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

    public static readonly (string Bytes, Http1Rejection Reason, int Status)[] Bodies =
    [
        (Chunked + "\r\n", ChunkSizeInvalid, 400),
        (Chunked + "x\r\n", ChunkSizeInvalid, 400),
        (Chunked + "-1\r\n", ChunkSizeInvalid, 400),
        (Chunked + "+1\r\na\r\n0\r\n\r\n", ChunkSizeInvalid, 400),
        (Chunked + " 1\r\na\r\n0\r\n\r\n", ChunkSizeInvalid, 400),
        (Chunked + "0x1\r\na\r\n0\r\n\r\n", ChunkSizeInvalid, 400),
        (Chunked + "1_0\r\na\r\n0\r\n\r\n", ChunkSizeInvalid, 400),
        (Chunked + ";a=b\r\n", ChunkSizeInvalid, 400),
        (Chunked + "8000000000000000\r\n", ChunkSizeInvalid, 400),
        (Chunked + "FFFFFFFFFFFFFFFF\r\n", ChunkSizeInvalid, 400),
        (Chunked + "00000000000000001\r\na\r\n0\r\n\r\n", ChunkSizeInvalid, 400),
        (Chunked + "1\na\r\n0\r\n\r\n", BareLineFeed, 400),
        (Chunked + "1\ra\r\n0\r\n\r\n", BareCarriageReturn, 400),

        // CVE-2025-55315 and its family: a line feed alone, or a carriage return alone, inside an extension.
        (Chunked + "1;\na\r\n0\r\n\r\n", BareLineFeed, 400),
        (Chunked + "1;a\nxx\r\na\r\n0\r\n\r\n", BareLineFeed, 400),
        (Chunked + "1;a=b\n\r\na\r\n0\r\n\r\n", BareLineFeed, 400),
        (Chunked + "1;a\rxx\r\na\r\n0\r\n\r\n", BareCarriageReturn, 400),
        (Chunked + "1;a=\"\n\"\r\na\r\n0\r\n\r\n", BareLineFeed, 400),
        (Chunked + "1;a=\"\r\n\"\r\na\r\n0\r\n\r\n", ChunkExtensionInvalid, 400),
        (Chunked + "1;\r\na\r\n0\r\n\r\n", ChunkExtensionInvalid, 400),
        (Chunked + "1 \r\na\r\n0\r\n\r\n", ChunkExtensionInvalid, 400),
        (Chunked + "1;a=\r\na\r\n0\r\n\r\n", ChunkExtensionInvalid, 400),
        (Chunked + "1;a;\r\na\r\n0\r\n\r\n", ChunkExtensionInvalid, 400),
        (Chunked + "1;a b\r\na\r\n0\r\n\r\n", ChunkExtensionInvalid, 400),
        (Chunked + "1;a=\"b\r\na\r\n0\r\n\r\n", ChunkExtensionInvalid, 400),
        (Chunked + "1;a=\"b\"c\r\na\r\n0\r\n\r\n", ChunkExtensionInvalid, 400),
        (Chunked + "1;a\u0000\r\na\r\n0\r\n\r\n", ChunkExtensionInvalid, 400),
        (Chunked + "1;a=\"\u0001\"\r\na\r\n0\r\n\r\n", ChunkExtensionInvalid, 400),
        (Chunked + "1 2\r\na\r\n0\r\n\r\n", ChunkExtensionInvalid, 400),
        (Chunked + "1;" + new string('a', 40) + "\r\na\r\n0\r\n\r\n", ChunkExtensionTooLong, 400),
        (Chunked + "1;" + new string('a', 25) + "\r\na\r\n1;" + new string('a', 25) + "\r\na\r\n0\r\n\r\n", ChunkExtensionTooLong, 400),

        // Spill and missing terminators.
        (Chunked + "1\r\nab\r\n0\r\n\r\n", ChunkTerminatorMissing, 400),
        (Chunked + "1\r\na\n0\r\n\r\n", ChunkTerminatorMissing, 400),
        (Chunked + "1\r\na\rX0\r\n\r\n", ChunkTerminatorMissing, 400),
        (Chunked + "1\r\na0\r\n\r\n", ChunkTerminatorMissing, 400),

        // Trailers.
        (Chunked + "0\r\nContent-Length: 3\r\n\r\n", TrailerForbidden, 400),
        (Chunked + "0\r\nTransfer-Encoding: chunked\r\n\r\n", TrailerForbidden, 400),
        (Chunked + "0\r\nHost: y\r\n\r\n", TrailerForbidden, 400),
        (Chunked + "0\r\nAuthorization: a\r\n\r\n", TrailerForbidden, 400),
        (Chunked + "0\r\ncontent-type: a\r\n\r\n", TrailerForbidden, 400),
        (Chunked + "0\r\nCookie: a\r\n\r\n", TrailerForbidden, 400),
        (Chunked + "0\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n", TrailerForbidden, 400),
        (Chunked + "0\r\nTrailer: a\r\n\r\n", TrailerForbidden, 400),
        (Chunked + "0\r\nA : b\r\n\r\n", TrailerInvalid, 400),
        (Chunked + "0\r\n A: b\r\n\r\n", TrailerInvalid, 400),
        (Chunked + "0\r\nA: b\u0000\r\n\r\n", TrailerInvalid, 400),
        (Chunked + "0\r\nA\r\n\r\n", TrailerInvalid, 400),
        (Chunked + "0\r\nA: b\n\r\n", BareLineFeed, 400),
        (Chunked + "0\r\n\n", BareLineFeed, 400),
        (Chunked + "0\r\nA: b\rc\r\n\r\n", BareCarriageReturn, 400),
        (Chunked + "0\r\nA: " + new string('b', 200) + "\r\n\r\n", TrailersTooLarge, 431),
        (Chunked + "0\r\n" + Repeat("A: b\r\n", 9) + "\r\n", TrailersTooLarge, 431),

        // Truncated by the end of the stream.
        (Chunked + "5\r\nab", BodyTruncated, 400),
        (Chunked + "1\r\na\r\n0\r\n", BodyTruncated, 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab", BodyTruncated, 400),
    ];

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
