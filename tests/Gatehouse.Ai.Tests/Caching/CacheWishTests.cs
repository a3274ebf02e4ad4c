using System.Text;
using Gatehouse.Ai.Caching;
using Gatehouse.Ai.Canonical;
using Gatehouse.Core.Http;
using Xunit;

namespace Gatehouse.Ai.Tests.Caching;

public class CacheWishTests
{
    [Theory]
    [InlineData(null, null, true, nameof(CacheMode.Use))]
    [InlineData(null, null, false, nameof(CacheMode.Bypass))]
    [InlineData("use", null, false, nameof(CacheMode.Use))]
    [InlineData("refresh", null, true, nameof(CacheMode.Refresh))]
    [InlineData(" bypass ", null, true, nameof(CacheMode.Bypass))]
    [InlineData("use", "no-store", true, nameof(CacheMode.Use))]
    [InlineData(null, "no-store", true, nameof(CacheMode.Bypass))]
    [InlineData(null, "max-age=0, No-Cache", true, nameof(CacheMode.Refresh))]
    [InlineData(null, "no-cache, no-store", true, nameof(CacheMode.Bypass))]
    [InlineData(null, "no-cache", false, nameof(CacheMode.Bypass))]
    public void Header_of_the_gateway_then_cache_control_then_the_model_decide(string? wish, string? control, bool isOn, string expected)
        => Assert.Equal(expected, CacheWish.Of(Headers(wish, control), isOn).ToString());

    [Theory]
    [InlineData("yes")]
    [InlineData("")]
    [InlineData("USE")]
    public void Another_word_is_an_error(string wish)
        => Assert.Equal(AiErrorKind.InvalidRequest, Assert.Throws<AiException>(() => CacheWish.Of(Headers(wish, null), true)).Error.Kind);

    internal static HeaderMap Headers(string? wish, string? control = null)
    {
        var headers = new HeaderMap();
        foreach (var (name, value) in new[] { ("x-gatehouse-cache", wish), ("cache-control", control) })
        {
            if (value is not null)
            {
                headers.Add(Encoding.ASCII.GetBytes(name), Encoding.ASCII.GetBytes(value));
            }
        }

        return headers;
    }
}
