using Gatehouse.Core.Secrets;
using Xunit;

namespace Gatehouse.Core.Tests.Secrets;

public sealed class StoredPasswordTests
{
    private const string Consumer = "8a2dd6f5-9b1c-4a0c-9a0e-2f6a4a1b7c11";

    [Fact]
    public void Plain_password_is_verified_and_equal_ones_of_two_owners_differ()
    {
        var stored = StoredPassword.FromPlain("sesame", "a");

        Assert.Equal(PasswordForm.Keyed, stored.Form);
        Assert.True(stored.Verify("sesame"u8));
        Assert.False(stored.Verify("Sesame"u8));
        Assert.False(stored.Verify(""u8));
        Assert.False(stored.Identity == StoredPassword.FromPlain("sesame", "b").Identity);
        Assert.True(stored.Identity == StoredPassword.FromPlain("sesame", "a").Identity);
    }

    [Fact]
    public void Owner_and_password_do_not_run_into_each_other()
        => Assert.False(StoredPassword.FromPlain("bc", "a").Verify("c"u8) || StoredPassword.FromPlain("c", "ab").Identity == StoredPassword.FromPlain("bc", "a").Identity);

    [Theory]
    [InlineData("$pbkdf2-sha256$i=1000$c2FsdHNhbHQ$", "pbkdf2-sha256")]
    [InlineData("$pbkdf2-sha512$i=1000$c2FsdHNhbHQ$", "pbkdf2-sha512")]
    public void Pbkdf2_form_is_verified(string start, string algorithm)
    {
        var name = algorithm.EndsWith("256", StringComparison.Ordinal) ? System.Security.Cryptography.HashAlgorithmName.SHA256 : System.Security.Cryptography.HashAlgorithmName.SHA512;
        byte[] hash = System.Security.Cryptography.Rfc2898DeriveBytes.Pbkdf2("sesame", "saltsalt"u8.ToArray(), 1000, name, 32);

        Assert.True(StoredPassword.TryParse(start + Convert.ToBase64String(hash).TrimEnd('='), Consumer, out var stored));
        Assert.True(stored.IsSlow);
        Assert.True(stored.Verify("sesame"u8));
        Assert.False(stored.Verify("sesam"u8));
    }

    [Fact]
    public void Kongs_form_is_verified_with_the_consumer_as_salt()
    {
        string text = StoredPassword.KongText("sesame", Consumer);

        Assert.True(StoredPassword.TryParse(text, Consumer, out var stored));
        Assert.Equal((PasswordForm.KongSha1, false), (stored.Form, stored.IsSlow));
        Assert.True(stored.Verify("sesame"u8));
        Assert.True(StoredPassword.TryParse(text, "other", out var elsewhere));
        Assert.False(elsewhere.Verify("sesame"u8));
    }

    [Fact]
    public void Hash_made_now_has_current_parameters()
    {
        string text = StoredPassword.Hash("sesame");

        Assert.StartsWith("$pbkdf2-sha256$i=600000$", text, StringComparison.Ordinal);
        Assert.True(StoredPassword.TryParsePbkdf2(text, out var stored) && stored.Verify("sesame"u8));
    }

    [Theory]
    [InlineData("sesame")]
    [InlineData("$pbkdf2-sha1$i=1000$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("$pbkdf2-sha256$i=999$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("$pbkdf2-sha256$i=10000001$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("$pbkdf2-sha256$i=1000$c2Fs$AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("$pbkdf2-sha256$i=1000$c2FsdHNhbHQ$AAAA")]
    [InlineData("$pbkdf2-sha256$i=1000$c2FsdHNhbHQ$A*AAAAAAAAAAAAAAAAAAAA")]
    [InlineData("$pbkdf2-sha256$i=1000$c2FsdHNhbHQ")]
    [InlineData("0123456789abcdef0123456789abcdef0123456g")]
    public void Other_texts_are_no_stored_form(string text) => Assert.False(StoredPassword.TryParse(text, Consumer, out _));

    [Fact]
    public void Unusable_password_accepts_nothing()
    {
        Assert.False(StoredPassword.Unusable.Verify(""u8));
        Assert.False(StoredPassword.Unusable.Verify("x"u8));
    }
}
