using System.Text;
using Gatehouse.Gateway.Upstreams.Balancing;
using Xunit;

namespace Gatehouse.Gateway.Tests.Upstreams.Balancing;

public sealed class StableHashTests
{
    // Values of the reference implementation (xxhsum -H64).
    [Theory]
    [InlineData("", 0xEF46DB3751D8E999)]
    [InlineData("a", 0xD24EC4F1A98C6E5B)]
    [InlineData("abc", 0x44BC2CF5AD770999)]
    [InlineData("Nobody inspects the spammish repetition", 0xFBCEA83C8A378BF1)]
    public void Hash_is_that_of_the_reference(string text, ulong expected) => Assert.Equal(expected, StableHash.Of(Encoding.ASCII.GetBytes(text)));
}
