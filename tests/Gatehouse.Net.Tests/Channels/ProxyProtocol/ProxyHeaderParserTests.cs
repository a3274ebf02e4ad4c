using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Net.Channels.ProxyProtocol;
using Xunit;

namespace Gatehouse.Net.Tests.Channels.ProxyProtocol;

public sealed class ProxyHeaderParserTests
{
    public static TheoryData<string, string?, string?> ValidV1 => new()
    {
        { "PROXY TCP4 192.168.0.1 10.0.0.2 56324 443\r\n", "192.168.0.1:56324", "10.0.0.2:443" },
        { "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n", "255.255.255.255:65535", "255.255.255.255:65535" },
        { "PROXY TCP4 0.0.0.0 0.0.0.0 0 0\r\n", "0.0.0.0:0", "0.0.0.0:0" },
        { "PROXY TCP6 2001:db8::1 ::1 1 2\r\n", "[2001:db8::1]:1", "[::1]:2" },
        { "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n",
          "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535", "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535" },
        { "PROXY UNKNOWN\r\n", null, null },
        { "PROXY UNKNOWN anything at all\r\n", null, null },
        { "PROXY UNKNOWN " + new string('f', 91) + "\r\n", null, null },
    };

    public static TheoryData<string> InvalidV1 => new()
    {
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 2\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 2\r\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 2 \r\n",
        "PROXY TCP4  1.2.3.4 1.2.3.4 1 2\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 01 2\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 +1 2\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 65536 2\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 100000 2\r\n",
        "PROXY TCP4 1.2.3.256 1.2.3.4 1 2\r\n",
        "PROXY TCP4 1.2.3.04 1.2.3.4 1 2\r\n",
        "PROXY TCP4 1.2.3 1.2.3.4 1 2\r\n",
        "PROXY TCP4 0x7f.1.1.1 1.2.3.4 1 2\r\n",
        "PROXY TCP4 1.2.3.4.5 1.2.3.4 1 2\r\n",
        "PROXY TCP4 ::1 ::1 1 2\r\n",
        "PROXY TCP6 1.2.3.4 1.2.3.4 1 2\r\n",
        "PROXY TCP6 fe80::1%1 ::1 1 2\r\n",
        "PROXY TCP6 [::1] ::1 1 2\r\n",
        "PROXY TCP6 ::1/64 ::1 1 2\r\n",
        "PROXY TCP5 1.2.3.4 1.2.3.4 1 2\r\n",
        "PROXY UDP4 1.2.3.4 1.2.3.4 1 2\r\n",
        "PROXY UNKNOWNS\r\n",
        "PROXY \r\n",
        "proxy TCP4 1.2.3.4 1.2.3.4 1 2\r\n",
        "PROXYTCP4 1.2.3.4 1.2.3.4 1 2\r\n",
        "GET / HTTP/1.1\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "PROXY UNKNOWN " + new string('f', 92) + "\r\n",
        "PROXY UNKNOWN " + new string('f', 500),
    };

    /// <summary>Command, family, address block, extensions, expected source (null: none).</summary>
    public static TheoryData<byte, byte, string, string, string?> ValidV2 => new()
    {
        { 0x21, 0x11, "C0A80001 0A000002 DC04 01BB", "", "192.168.0.1:56324" },
        { 0x21, 0x11, "C0A80001 0A000002 DC04 01BB", "04 0000", "192.168.0.1:56324" },
        { 0x21, 0x11, "C0A80001 0A000002 DC04 01BB", "01 0002 6832 05 0003 010203", "192.168.0.1:56324" },
        { 0x21, 0x11, "C0A80001 0A000002 DC04 01BB", "20 0005 01 00000000", "192.168.0.1:56324" },
        { 0x21, 0x11, "C0A80001 0A000002 DC04 01BB", "20 0009 01 00000000 21 0001 54", "192.168.0.1:56324" },
        { 0x21, 0x21, "20010DB8000000000000000000000001 00000000000000000000000000000001 0001 0002", "", "[2001:db8::1]:1" },
        { 0x21, 0x00, "", "", null },
        { 0x21, 0x00, "FFFFFF", "", null },
        { 0x21, 0x31, new string('0', 432), "", null },
        { 0x20, 0x00, "", "", null },
        { 0x20, 0x11, "C0A80001 0A000002 DC04 01BB", "", null },
        { 0x20, 0xFF, "01", "", null },
    };

    public static TheoryData<byte, byte, string, string> InvalidV2 => new()
    {
        { 0x21, 0x11, "C0A80001 0A000002 DC04 01", "" },
        { 0x21, 0x21, "C0A80001 0A000002 DC04 01BB", "" },
        { 0x21, 0x31, "00", "" },
        { 0x21, 0x12, "C0A80001 0A000002 DC04 01BB", "" },
        { 0x21, 0x22, new string('0', 72), "" },
        { 0x21, 0x10, "C0A80001 0A000002 DC04 01BB", "" },
        { 0x21, 0x41, "C0A80001 0A000002 DC04 01BB", "" },
        { 0x22, 0x11, "C0A80001 0A000002 DC04 01BB", "" },
        { 0x11, 0x11, "C0A80001 0A000002 DC04 01BB", "" },
        { 0x31, 0x11, "C0A80001 0A000002 DC04 01BB", "" },
        { 0x21, 0x11, "C0A80001 0A000002 DC04 01BB", "04" },
        { 0x21, 0x11, "C0A80001 0A000002 DC04 01BB", "04 00" },
        { 0x21, 0x11, "C0A80001 0A000002 DC04 01BB", "04 0001" },
        { 0x21, 0x11, "C0A80001 0A000002 DC04 01BB", "04 FFFF 00" },
        { 0x21, 0x11, "C0A80001 0A000002 DC04 01BB", "20 0004 01000000" },
        { 0x21, 0x11, "C0A80001 0A000002 DC04 01BB", "20 0009 01 00000000 21 0002 54" },
        { 0x21, 0x11, "C0A80001 0A000002 DC04 01BB", "03 0004 00000000" },
        { 0x21, 0x11, "C0A80001 0A000002 DC04 01BB", "03 0003 000000" },
    };

    [Theory, MemberData(nameof(ValidV1))]
    public void V1_header_gives_its_addresses_however_it_is_split(string text, string? source, string? destination)
        => AssertValid(Encoding.ASCII.GetBytes(text), source, destination, 1);

    [Theory, MemberData(nameof(InvalidV1))]
    public void V1_header_that_is_not_exact_is_refused_however_it_is_split(string text) => AssertInvalid(Encoding.ASCII.GetBytes(text));

    [Theory, MemberData(nameof(ValidV2))]
    public void V2_header_gives_its_addresses_however_it_is_split(byte command, byte family, string addresses, string extensions, string? source)
        => AssertValid(V2(command, family, addresses, extensions), source, null, 2);

    [Theory, MemberData(nameof(InvalidV2))]
    public void V2_header_that_is_not_exact_is_refused_however_it_is_split(byte command, byte family, string addresses, string extensions)
        => AssertInvalid(V2(command, family, addresses, extensions));

    [Fact]
    public void V2_header_longer_than_the_bound_is_refused_before_it_arrives()
    {
        byte[] start = V2(0x21, 0x11, "C0A80001 0A000002 DC04 01BB", "");
        start[14] = 0xFF;
        Assert.Equal(ProxyParseStatus.Invalid, ProxyHeaderParser.Parse(start.AsSpan(0, 16), out _, out _));
    }

    [Fact]
    public void V2_checksum_is_verified()
    {
        byte[] header = V2(0x21, 0x11, "C0A80001 0A000002 DC04 01BB", "03 0004 00000000 04 0001 AA");
        uint crc = Crc32C(header);
        byte[] good = [.. header];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(good.AsSpan(31), crc);
        AssertValid(good, "192.168.0.1:56324", "10.0.0.2:443", 2);
        good[17] ^= 1;
        AssertInvalid(good);
    }

    [Fact]
    public void Any_bytes_are_parsed_without_exception_and_never_beyond_their_end()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), (byte[] tail) =>
        {
            foreach (byte[] start in new byte[][] { [], "PROXY TCP4 "u8.ToArray(), V2(0x21, 0x11, "", "")[..14] })
            {
                byte[] data = [.. start, .. tail];
                ProxyParseStatus status = ProxyHeaderParser.Parse(data, out _, out int consumed);
                if (consumed > data.Length || (status == ProxyParseStatus.Complete) != (consumed > 0))
                {
                    return false;
                }
            }
            return true;
        }).QuickCheckThrowOnFailure();
    }

    private static void AssertValid(byte[] header, string? source, string? destination, int version)
    {
        for (int length = 0; length < header.Length; length++)
        {
            Assert.Equal(ProxyParseStatus.NeedMore, ProxyHeaderParser.Parse(header.AsSpan(0, length), out _, out int none));
            Assert.Equal(0, none);
        }
        byte[] followed = [.. header, .. "GET / HTTP/1.1\r\n\r\n"u8];
        Assert.Equal(ProxyParseStatus.Complete, ProxyHeaderParser.Parse(followed, out ProxyHeader parsed, out int consumed));
        Assert.Equal(header.Length, consumed);
        Assert.Equal(version, parsed.Version);
        Assert.Equal(source is null ? null : IPEndPoint.Parse(source), parsed.Source);
        Assert.Equal(source is null, parsed.Destination is null);
        if (destination is not null)
        {
            Assert.Equal(IPEndPoint.Parse(destination), parsed.Destination);
        }
    }

    private static void AssertInvalid(byte[] data)
    {
        Assert.Equal(ProxyParseStatus.Invalid, ProxyHeaderParser.Parse(data, out _, out _));
        for (int length = 0; length < data.Length; length++)
        {
            Assert.NotEqual(ProxyParseStatus.Complete, ProxyHeaderParser.Parse(data.AsSpan(0, length), out _, out _));
        }
    }

    private static byte[] V2(byte command, byte family, string addresses, string extensions)
    {
        byte[] body = Convert.FromHexString((addresses + extensions).Replace(" ", "", StringComparison.Ordinal));
        return [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A,
            command, family, (byte)(body.Length >> 8), (byte)body.Length, .. body];
    }

    /// <summary>Bit by bit, reflected polynomial of Castagnoli: independent of the hardware instruction under test.</summary>
    private static uint Crc32C(byte[] data)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in data)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
            }
        }
        return ~crc;
    }
}
