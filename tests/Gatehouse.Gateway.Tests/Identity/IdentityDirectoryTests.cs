using System.Diagnostics;
using System.Text;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Identity;
using Gatehouse.TestKit.Figures;
using Xunit;
using Xunit.Abstractions;

namespace Gatehouse.Gateway.Tests.Identity;

public sealed class IdentityDirectoryTests(ITestOutputHelper output)
{
    private const int Many = 100_000;

    [Fact]
    public void Directory_finds_consumers_and_credentials_by_what_is_presented()
    {
        var directory = Build(IdentityConfig.Company with
        {
            HmacAuthCredentials = [new HmacAuthCredentialConfig { Id = "h", ConsumerId = IdentityConfig.BobId, Username = "bób", Secret = "s" }],
            JwtSecrets = [new JwtSecretConfig { Id = "j", ConsumerId = IdentityConfig.BobId, Key = "issuer" }],
            OAuth2Credentials = [new OAuth2CredentialConfig { Id = "o", ConsumerId = IdentityConfig.BobId, Name = "app", ClientId = "client" }],
            MtlsAuthCredentials =
            [
                new MtlsAuthCredentialConfig { Id = "m1", ConsumerId = IdentityConfig.BobId, SubjectName = "bob.test" },
                new MtlsAuthCredentialConfig { Id = "m2", ConsumerId = IdentityConfig.AnonId, SubjectName = "bob.test", CaCertificateId = "ca" },
            ],
            KeySets = [new KeySetConfig { Id = "set-id", Name = "set" }],
            Keys = [new KeyConfig { Id = "k", SetId = "set-id", Kid = "1" }, new KeyConfig { Id = "l", Kid = "2" }],
        });

        Assert.Equal("bob", directory.FindConsumer(IdentityConfig.BobId)!.Username);
        Assert.Equal(IdentityConfig.BobId, directory.FindByUsername("bob"u8)!.Config.Id);
        Assert.Equal(IdentityConfig.BobId, directory.FindByCustomId("b-1"u8)!.Config.Id);
        Assert.Equal(IdentityConfig.KeyId, directory.FindKey(SecretDigest.Of("k1"u8))!.Id);
        Assert.Null(directory.FindKey(SecretDigest.Of("k2"u8)));
        Assert.Null(directory.FindKey(default));
        Assert.Equal("basic-1", directory.FindBasic("bob"u8)!.Id);
        Assert.Equal("h", directory.FindHmac("bób"u8)!.Id);
        Assert.Null(directory.FindHmac([0xff, 0xfe]));
        Assert.Null(directory.FindHmac(new byte[5000]));
        Assert.Equal("issuer", directory.FindJwt("issuer"u8)!.Identifier);
        Assert.Equal("client", directory.FindOAuth2("client"u8)!.Identifier);
        Assert.Equal(["m1", "m2"], directory.FindMtls("bob.test").Select(c => c.Id));
        Assert.Equal(["1"], directory.FindKeySet("set")!.Select(k => k.Kid));
        Assert.Same(directory.FindKeySet("set"), directory.FindKeySet("set-id"));
        Assert.Null(directory.FindKeySet("other"));
    }

    [Fact]
    public void Groups_are_ordered_by_name_and_acl_groups_as_written()
    {
        var bob = Build(IdentityConfig.Company).FindConsumer(IdentityConfig.BobId)!;
        Assert.Equal(["gold", "silver"], bob.Groups.Groups.Select(g => g.Name));
        Assert.Equal("gold, beta", bob.AclGroups.FieldValue);
        Assert.Same(ConsumerGroupSet.Empty, Build(IdentityConfig.Company).FindConsumer(IdentityConfig.AnonId)!.Groups);
    }

    [Fact]
    public void Key_of_two_credentials_and_credential_of_nobody_are_errors_without_the_key()
    {
        var errors = new List<ConfigError>();
        IdentityDirectoryBuilder.Build(
            IdentityConfig.Company with
            {
                KeyAuthCredentials = [IdentityConfig.Key("sesame", "a"), IdentityConfig.Key("sesame", "b"), IdentityConfig.Key("x", "c", consumer: "nobody")],
            },
            errors);

        Assert.Equal(
            ["keyauth_credentials[b]: the key is also that of another credential", "keyauth_credentials[c]: its consumer nobody does not exist"],
            errors.Select(e => e.ToString()));
    }

    [Fact]
    public void Credential_without_a_key_is_found_by_none()
        => Assert.Null(Build(IdentityConfig.Company with { KeyAuthCredentials = [IdentityConfig.Key("x", "c") with { KeyDigest = null }] }).FindKey(default));

    [Fact]
    public void Directory_of_a_hundred_thousand_consumers_is_built_in_well_under_three_seconds()
    {
        var config = ManyConsumers();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long start = Stopwatch.GetTimestamp();
        var directory = Build(config);
        var took = Stopwatch.GetElapsedTime(start);
        long bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        FigureFile.Add("directory of 100,000 consumers with a key each, built", took.TotalSeconds, "s", bar: 3);
        output.WriteLine($"{took.TotalMilliseconds:F0} ms, {bytes / Many} B per consumer");

        Assert.Equal(Many, directory.Consumers);
        Assert.Equal("id-99999", directory.FindKey(SecretDigest.Of("key-99999"u8))!.Consumer.Config.Id);
        Assert.True(took < TimeSpan.FromSeconds(3), $"took {took}");

        // 300 MiB for the whole process are 3 KiB for each; the directory has a tenth.
        Assert.True(bytes < 400L * Many, $"{bytes} bytes");
    }

    [Fact]
    public void Uses_are_kept_over_reloads_and_dropped_with_their_credential()
    {
        var uses = new CredentialUses();
        var first = Build(IdentityConfig.Company).FindKey(SecretDigest.Of("k1"u8))!;
        uses.Of(first).Note(125);
        var second = Build(IdentityConfig.Company).FindKey(SecretDigest.Of("k1"u8))!;

        Assert.Same(uses.Of(first), uses.Of(second));
        Assert.Equal(120, uses.LastUsed(first.Id));
        uses.Of(second).Note(60);
        Assert.Equal(120, uses.LastUsed(first.Id));
        uses.Keep(["other"]);
        Assert.Equal((0, 0L), (uses.Count, uses.LastUsed(first.Id)));
    }

    private static ConfigSet ManyConsumers() => new()
    {
        Hash = new string('2', 32),
        Consumers = [.. Enumerable.Range(0, Many).Select(i => new ConsumerConfig { Id = $"id-{i}", Username = $"user-{i}" })],
        KeyAuthCredentials =
        [
            .. Enumerable.Range(0, Many).Select(i => new KeyAuthCredentialConfig
            {
                Id = $"key-id-{i}",
                ConsumerId = $"id-{i}",
                KeyDigest = SecretDigest.Of(Encoding.ASCII.GetBytes($"key-{i}")),
            }),
        ],
    };

    private static IdentityDirectory Build(ConfigSet config)
    {
        var errors = new List<ConfigError>();
        var directory = IdentityDirectoryBuilder.Build(config, errors);
        Assert.Empty(errors);
        return directory;
    }
}
