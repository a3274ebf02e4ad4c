using Gatehouse.Protocols.Jose;
using Xunit;

namespace Gatehouse.Protocols.Tests.Jose;

public sealed class JoseErrorTextTests
{
    [Fact]
    public void Message_every_reason_has_one_of_its_own()
    {
        string[] messages = [.. Enum.GetValues<JoseError>().Select(e => e.Message())];

        Assert.All(messages, m => Assert.False(string.IsNullOrWhiteSpace(m) || m.EndsWith('.')));
        Assert.Equal(messages.Length, messages.Distinct().Count());
        Assert.Throws<ArgumentOutOfRangeException>(() => ((JoseError)9999).Message());
    }

    [Fact]
    public void Parse_every_algorithm_has_its_own_name()
    {
        Assert.All(TestKeys.Algorithms, a => Assert.Equal(a, JoseAlgorithmName.Parse(JoseAlgorithmName.Of(a))));
        Assert.Equal(JoseAlgorithm.Unknown, JoseAlgorithmName.Parse("Unknown"));
        Assert.Equal(JoseAlgorithm.Unknown, JoseAlgorithmName.Parse("none"));
        Assert.False(JoseAlgorithmSet.All.Contains(JoseAlgorithm.Unknown));
        Assert.True(default(JoseAlgorithmSet).IsEmpty);
    }
}
