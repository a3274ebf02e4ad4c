using System.Net;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Identity;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity;

public sealed class PasswordChecksTests
{
    private static readonly IPAddress Client = IPAddress.Parse("192.0.2.1");

    [Fact]
    public async Task Right_password_is_remembered_and_a_wrong_one_is_not()
    {
        var checks = new PasswordChecks();
        var stored = Stored("sesame");

        Assert.Null(checks.CheckAtOnce(stored, "sesame"u8));
        Assert.True(await checks.CheckAsync(stored, "sesame"u8.ToArray(), Client));
        Assert.True(checks.CheckAtOnce(stored, "sesame"u8));
        Assert.Null(checks.CheckAtOnce(stored, "wrong"u8));
        Assert.False(await checks.CheckAsync(stored, "wrong"u8.ToArray(), Client));
        Assert.Equal(1, checks.Verified.Count);
    }

    [Fact]
    public async Task Same_password_is_verified_once_however_many_ask()
    {
        var checks = new PasswordChecks(workers: 1, waiting: 1, waitingPerAddress: 1);
        var stored = Stored("sesame");
        var all = Enumerable.Range(0, 20).Select(_ => checks.CheckAsync(stored, "sesame"u8.ToArray(), Client).AsTask()).ToArray();
        Assert.All(await Task.WhenAll(all), r => Assert.True(r));
    }

    [Fact]
    public async Task Too_many_of_one_address_are_turned_away_and_others_are_not()
    {
        var checks = new PasswordChecks(workers: 1, waiting: 100, waitingPerAddress: 2);
        var stored = Stored("sesame");
        var guesses = Enumerable.Range(0, 30).Select(i => checks.CheckAsync(stored, [(byte)i, 1], Client).AsTask()).ToArray();
        var other = checks.CheckAsync(stored, "sesame"u8.ToArray(), IPAddress.Parse("192.0.2.2"));

        Assert.Contains(null, await Task.WhenAll(guesses));
        Assert.True(await other);
    }

    [Fact]
    public void Remembered_passwords_are_bounded()
    {
        var verified = new VerifiedPasswords(capacity: 3);
        for (int i = 0; i < 10; i++)
        {
            verified.Add(StoredPassword.FromPlain("x", $"{i}"), SecretDigest.Of("x"u8));
        }

        Assert.InRange(verified.Count, 1, 3);
    }

    private static StoredPassword Stored(string password)
    {
        Assert.True(StoredPassword.TryParsePbkdf2(StoredPassword.Hash(password), out var stored));
        return stored;
    }
}
