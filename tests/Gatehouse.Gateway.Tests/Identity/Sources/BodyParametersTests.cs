using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Identity.Sources;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity.Sources;

public sealed class BodyParametersTests
{
    private static readonly string[] Types =
        ["application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=xx", "multipart/form-data; boundary=", "text/plain"];

    private static readonly string[] Pieces =
    [
        "k", "=", "&", "%6b", "%", "+", "{", "}", "[", "]", "\"k\"", ":", ",", "\"v\"", "1", "null", " ", "\\u006b", "\r\n", "--xx", "--", "\r\n\r\n",
        "Content-Disposition: form-data; name=\"k\"", "\u0000", "\ud7ff", "v",
    ];

    [Theory]
    [InlineData("""{"k":"a","x":1,"l":"b"}""", """{"x":1}""")]
    [InlineData("""{"k":"a","l":"b"}""", "{}")]
    [InlineData("""{"x":1,"k":"a","l":"b"}""", """{"x":1}""")]
    [InlineData("""{ "x":1 , "k" : "a" , "y":2 }""", """{ "x":1  , "y":2 }""")]
    [InlineData("""{"x":{"k":"a"}}""", null)]
    [InlineData("""{"x":1""", null)]
    public void Members_are_removed_and_nothing_else(string body, string? rest)
        => Assert.Equal(rest, JsonBody.Remove(Encoding.UTF8.GetBytes(body), ["k"u8.ToArray(), "l"u8.ToArray()]) is { } bytes ? Encoding.UTF8.GetString(bytes) : null);

    [Theory]
    [InlineData("--xx\r\nContent-Disposition: form-data; name=\"k\"\r\n\r\nv\r\n--xx--", ParameterMatch.One, "v")]
    [InlineData("preamble\r\n--xx \r\nContent-Disposition: form-data; name=\"k\"\r\n\r\nv\r\n--xx--\r\nepilogue", ParameterMatch.One, "v")]
    [InlineData("--xx\r\nContent-Disposition: form-data; name=\"k\"\r\n\r\n\r\n--xx--", ParameterMatch.One, "")]
    [InlineData("--xx\r\nContent-Disposition: form-data; name=\"k\"\r\n\r\na\r\n--xxy\r\n\r\n--xx--", ParameterMatch.None, "")]
    [InlineData("--xx\r\n\r\nk\r\n--xx--", ParameterMatch.None, "")]
    [InlineData("--xx\r\nContent-Disposition: form-data; name=k\r\n\r\na\r\n--xx\r\nContent-Disposition: form-data; name=k\r\n\r\nb\r\n--xx--", ParameterMatch.Several, null)]
    public void Parts_are_found_by_name(string body, object match, string? value)
    {
        Assert.Equal(match, MultipartBody.Find(Encoding.UTF8.GetBytes(body), "xx"u8, "k"u8, out byte[] found));
        Assert.True(value is null || value == Encoding.UTF8.GetString(found));
    }

    [Fact]
    public void Arbitrary_bodies_never_throw_and_what_is_removed_is_gone()
        => Prop.ForAll(
            Gen.Elements(Types).Zip(Gen.ListOf(Gen.Elements(Pieces))).ToArbitrary(),
            pair =>
            {
                var headers = new HeaderMap();
                headers.Add("Content-Type"u8, Encoding.ASCII.GetBytes(pair.Item1));
                byte[] body = Encoding.UTF8.GetBytes(string.Concat(pair.Item2));
                var before = BodyParameters.Find(headers, body, "k"u8, out _);
                byte[]? rest = BodyParameters.Remove(headers, body, ["k"u8.ToArray()]);

                // What counts as a key must be removable, or it would reach the upstream.
                return (before != ParameterMatch.One || rest is not null)
                    && (rest is null || BodyParameters.Find(headers, rest, "k"u8, out _) == ParameterMatch.None);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
}
