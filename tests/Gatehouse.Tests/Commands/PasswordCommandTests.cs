using Gatehouse.Core.Secrets;
using Xunit;

namespace Gatehouse.Tests.Commands;

public sealed class PasswordCommandTests
{
    [Fact]
    public async Task Password_is_printed_as_a_declaration_with_its_hash_only()
    {
        using var line = new CommandLine { In = "se same: 1 \nnext" };

        Assert.Equal(0, await line.RunAsync("password", "--consumer", "alice"));

        string[] lines = line.Out.ToString().Split('\n');
        Assert.Equal(["basicauth_credentials:", "- consumer: alice", "  username: alice"], lines[..3]);
        Assert.True(StoredPassword.TryParsePbkdf2(lines[3]["  password: ".Length..].Trim('\''), out var stored));
        Assert.True(stored.Verify("se same: 1 "u8));
        Assert.False(stored.IsDated);
        Assert.DoesNotContain("same", line.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_name_may_be_another_than_the_consumers()
    {
        using var line = new CommandLine { In = "sesame" };
        Assert.Equal(0, await line.RunAsync("password", "--consumer", "alice", "--username", "al"));
        Assert.Contains("\n  username: al\n", line.Out.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public async Task No_password_is_2_and_prints_nothing(string input)
    {
        using var line = new CommandLine { In = input };
        Assert.Equal(2, await line.RunAsync("password"));
        Assert.Equal("", line.Out.ToString());
        Assert.Contains("standard input", line.Error.ToString(), StringComparison.Ordinal);
    }
}
