using System.Text;
using Gatehouse.Gateway.Hygiene;
using Xunit;

namespace Gatehouse.Gateway.Tests.Hygiene;

public sealed class PathNormalizerTests
{
    [Theory]
    [InlineData("/", null)]
    [InlineData("/a/b", null)]
    [InlineData("/a/b/", null)]
    [InlineData("/a.b/c", null)]
    [InlineData("/.well-known/x", null)]
    [InlineData("/..a/.../b..", null)]
    [InlineData("/a%2Fb", null)]
    [InlineData("*", null)]
    [InlineData("//", "/")]
    [InlineData("//a///b//", "/a/b/")]
    [InlineData("/.", "/")]
    [InlineData("/..", "/")]
    [InlineData("/a/.", "/a/")]
    [InlineData("/a/..", "/")]
    [InlineData("/a/b/..", "/a/")]
    [InlineData("/a/./b", "/a/b")]
    [InlineData("/a/../b", "/b")]
    [InlineData("/../../a", "/a")]
    [InlineData("/a/b/../../../c", "/c")]
    [InlineData("/a//../b", "/b")]
    [InlineData("/a/..//b", "/b")]
    [InlineData("/%61", "/a")]
    [InlineData("/%7e%5F", "/~_")]
    [InlineData("/%2e%2e/a", "/a")]
    [InlineData("/a/%2E./b", "/b")]
    [InlineData("/app%2e/x", "/app./x")]
    [InlineData("/a%2fb", "/a%2Fb")]
    [InlineData("/a%2f..%2fb", "/a%2F..%2Fb")]
    [InlineData("/%3a%3f%23%5b%25", "/%3A%3F%23%5B%25")]
    [InlineData("/%252e%252e/", "/%252e%252e/")]
    [InlineData("/a%20b", "/a b")]
    [InlineData("/caf%C3%A9", "/café")]
    [InlineData("/caf%c3%a9", "/café")]
    public void Path_is_normalised(string raw, string? expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(raw);
        byte[] buffer = new byte[bytes.Length];

        var result = PathNormalizer.TryNormalize(bytes, buffer, out int written);

        if (expected is null || expected == raw)
        {
            Assert.Equal((PathResult.AsSent, 0), (result, written));
            return;
        }

        Assert.Equal(PathResult.Normalised, result);
        Assert.Equal(expected, Encoding.UTF8.GetString(buffer, 0, written));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("**")]
    [InlineData("/%")]
    [InlineData("/%4")]
    [InlineData("/%zz")]
    [InlineData("/%4g")]
    [InlineData("/a%00")]
    [InlineData("/a%0a")]
    [InlineData("/a%1F")]
    [InlineData("/a%7f")]
    [InlineData("/a\\b")]
    [InlineData("/a%5cb")]
    [InlineData("/..%5C..")]
    [InlineData("/a\tb")]
    [InlineData("/a\0b")]
    [InlineData("/a\u007f")]
    public void Path_that_readers_could_disagree_about_is_refused(string raw)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(raw);

        Assert.Equal(PathResult.Rejected, PathNormalizer.TryNormalize(bytes, new byte[bytes.Length], out int written));
        Assert.Equal(0, written);
    }

    /// <summary>Normalising twice changes nothing, nothing climbs, nothing doubles, and what goes out is read as the same again.</summary>
    [Fact]
    public void Random_paths_keep_the_promises_of_the_normal_form()
    {
        var random = new Random(4711);
        string[] pieces = ["/", "/", "/", ".", "..", "%2e", "%2E", "%2f", "%61", "%20", "%C3%A9", "a", "b", "%25", "%3B", ";"];
        for (int i = 0; i < 20_000; i++)
        {
            string raw = "/" + string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            string normal = Normalise(raw);

            // A decoded triplet can make a new one only out of a kept %25, and that stays encoded.
            Assert.Equal(normal, Normalise(normal));
            Assert.StartsWith("/", normal, StringComparison.Ordinal);
            Assert.DoesNotContain("//", normal, StringComparison.Ordinal);
            Assert.DoesNotContain(normal.Split('/'), segment => segment is "." or "..");
            Assert.Equal(normal, Normalise(Encode(normal)));
        }
    }

    [Theory]
    [InlineData("/plain-._~!$&'()*+,;=:@[]", "/plain-._~!$&'()*+,;=:@[]")]
    [InlineData("/a%2Fb c", "/a%2Fb%20c")]
    [InlineData("/café\"<>^`{|}", "/caf%C3%A9%22%3C%3E%5E%60%7B%7C%7D")]
    [InlineData("/a?b#c", "/a%3Fb%23c")]
    public void Path_is_encoded_on_its_way_out(string path, string expected) => Assert.Equal(expected, Encode(path));

    [Fact]
    public void Normalising_and_encoding_allocate_nothing()
    {
        byte[] raw = Encoding.UTF8.GetBytes("/a/../b//c%20d%2fe/");
        byte[] buffer = new byte[raw.Length];
        byte[] target = new byte[100];
        long least = long.MaxValue;
        for (int i = 0; i < 50; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            PathNormalizer.TryNormalize(raw, buffer, out int written);
            PathEncoder.Encode(buffer.AsSpan(0, written), target);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    private static string Normalise(string raw)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(raw);
        byte[] buffer = new byte[bytes.Length];
        var result = PathNormalizer.TryNormalize(bytes, buffer, out int written);
        Assert.NotEqual(PathResult.Rejected, result);
        return result == PathResult.AsSent ? raw : Encoding.UTF8.GetString(buffer, 0, written);
    }

    private static string Encode(string path)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        byte[] buffer = new byte[PathEncoder.EncodedLength(bytes)];
        Assert.Equal(buffer.Length, PathEncoder.Encode(bytes, buffer));
        return Encoding.UTF8.GetString(buffer);
    }
}
