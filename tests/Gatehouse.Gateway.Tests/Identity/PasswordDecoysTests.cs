using System.Globalization;
using System.Text;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Identity;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity;

/// <summary>What an unknown name costs. A regression: it cost 600,000 rounds where known names cost 10,000 or none.</summary>
public sealed class PasswordDecoysTests
{
    private static readonly StoredPassword Plain = StoredPassword.FromPlain("sesame", "basic-1");

    [Theory]
    [InlineData("$pbkdf2-sha256$i=600000$")]
    [InlineData("$pbkdf2-sha256$i=1000$")]
    [InlineData("$pbkdf2-sha512$i=10000,l=32$")]
    public void Unknown_name_costs_what_the_known_ones_cost(string start)
    {
        var stored = Stored(start);
        var decoy = new PasswordDecoys([stored, stored]).For("nobody"u8);
        Assert.Equal(stored.Cost, decoy.Cost);
        Assert.True(decoy.IsSlow);
    }

    [Fact]
    public void Unknown_names_cost_as_much_as_known_ones_as_often_and_each_always_the_same()
    {
        var slow = Stored("$pbkdf2-sha256$i=1000$");
        var decoys = new PasswordDecoys([Plain, slow, Plain, Plain]);
        int expensive = 0;
        for (int i = 0; i < 1000; i++)
        {
            byte[] name = Encoding.ASCII.GetBytes(i.ToString(CultureInfo.InvariantCulture));
            var decoy = decoys.For(name);
            Assert.Equal(decoy.Identity, decoys.For(name).Identity);
            expensive += decoy.IsSlow ? 1 : 0;
        }

        // 250 expected; seven standard deviations of 13.7 either way.
        Assert.InRange(expensive, 150, 350);
    }

    [Fact]
    public void Two_unknown_names_are_not_taken_for_one()
    {
        var decoys = new PasswordDecoys([Stored("$pbkdf2-sha256$i=1000$")]);
        Assert.NotEqual(decoys.For("a"u8).Identity, decoys.For("b"u8).Identity);
    }

    [Fact]
    public void Password_of_a_known_name_is_not_that_of_an_unknown_one()
    {
        Assert.True(Plain.Verify("sesame"u8));
        Assert.False(new PasswordDecoys([Plain]).For("nobody"u8).Verify("sesame"u8));
        Assert.False(new PasswordDecoys([]).For("nobody"u8).Verify(""u8));
    }

    private static StoredPassword Stored(string start)
    {
        Assert.True(StoredPassword.TryParsePbkdf2(start + "c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNo", out var stored));
        return stored;
    }
}
