using System.Text;
using Gatehouse.Control.Declarative;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Core.Secrets;
using Xunit;

namespace Gatehouse.Control.Tests.Declarative;

/// <summary>Consumers with groups and credentials, in every form that Kong and decK write them.</summary>
public sealed class IdentityTests
{
    [Theory]
    [InlineData("""
        consumers:
        - {username: bob, groups: [{name: gold}, {name: beta}]}
        consumer_groups: [{name: gold}, {name: beta}]
        """)]
    [InlineData("""
        consumer_groups: [{name: gold}, {name: beta}]
        consumers: [{username: bob, groups: [gold, beta]}]
        """)]
    [InlineData("""
        consumers: [{username: bob}]
        consumer_groups: [{name: gold, consumers: [bob]}, {name: beta, consumers: [{username: bob}]}]
        """)]
    [InlineData("""
        consumers: [{username: bob}]
        consumer_groups: [{name: gold}, {name: beta}]
        consumer_group_consumers: [{consumer: bob, consumer_group: gold}, {consumer: bob, consumer_group: beta}]
        """)]
    [InlineData("""
        consumers: [{username: bob, consumer_group_consumers: [{consumer_group: gold}, {consumer_group: beta}]}]
        consumer_groups: [{name: gold}, {name: beta}]
        """)]
    public void Membership_can_be_written_in_every_form(string body)
    {
        var config = Loading.Accept(Loading.V3(body));

        var groups = config.ConsumerGroups.ToDictionary(g => g.Id, g => g.Name);
        Assert.Equal(["gold", "beta"], config.ConsumerGroupConsumers.Select(m => groups[m.ConsumerGroupId]));
        Assert.All(config.ConsumerGroupConsumers, m => Assert.Equal(config.Consumers[0].Id, m.ConsumerId));
    }

    [Fact]
    public void Membership_in_an_unknown_group_is_an_error_where_it_stands()
        => Assert.Equal(
            ["consumers[0].groups[1].consumer_group", "consumers[0].groups[2]", "consumers[1].groups"],
            Loading.Load(Loading.V3("""
                consumers:
                - {username: a, groups: [{name: gold}, {name: gould}, 5]}
                - {username: b, groups: x}
                consumer_groups: [{name: gold}]
                """)).Errors.Select(e => e.Path));

    [Fact]
    public void Credentials_nest_under_their_consumer_or_stand_alone()
    {
        var config = Loading.Accept(Loading.V3("""
            consumers:
            - username: bob
              keyauth_credentials: [{key: k1, tags: [t]}]
              basicauth_credentials: [{username: bob, password: sesame}]
              hmacauth_credentials: [{username: bob, secret: s1}]
              jwt_secrets: [{key: iss, secret: s2}]
              acls: [{group: g1}, {group: g2}]
              oauth2_credentials: [{name: app, client_id: c1, client_secret: s3, redirect_uris: ['https://a.test/']}]
              mtls_auth_credentials: [{subject_name: bob.test}]
            keyauth_credentials: [{consumer: bob, key_hash: 'sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae'}]
            key_sets: [{name: set, keys: [{kid: '1', name: one, jwk: '{"kid":"1","kty":"oct","k":"YQ"}'}]}]
            """));

        string bob = config.Consumers[0].Id;
        Assert.Equal([SecretDigest.Of("k1"u8), SecretDigest.Of("foo"u8)], config.KeyAuthCredentials.Select(c => c.KeyDigest!.Value));
        Assert.All(config.KeyAuthCredentials, c => Assert.Equal(bob, c.ConsumerId));
        Assert.True(config.BasicAuthCredentials[0].Password.Verify("sesame"u8));
        Assert.Equal("s1", config.HmacAuthCredentials[0].Secret);
        Assert.Equal(("iss", "s2", "HS256"), (config.JwtSecrets[0].Key, config.JwtSecrets[0].Secret, config.JwtSecrets[0].Algorithm));
        Assert.Equal(["g1", "g2"], config.Acls.Select(a => a.Group));
        Assert.Equal(("c1", "s3", false, "confidential"), (config.OAuth2Credentials[0].ClientId, config.OAuth2Credentials[0].ClientSecret, config.OAuth2Credentials[0].HashSecret, config.OAuth2Credentials[0].ClientType));
        Assert.Equal("bob.test", config.MtlsAuthCredentials[0].SubjectName);
        Assert.Equal((config.KeySets[0].Id, "1"), (config.Keys[0].SetId, config.Keys[0].Kid));
    }

    // uuid5(uuid5(fd02801f-0957-4a15-a55a-c8d9606f30b5, table), key): Kong's own derivation.
    [Fact]
    public void Ids_are_those_that_Kong_derives()
    {
        var config = Loading.Accept(Loading.V3("""
            consumers: [{username: bob, keyauth_credentials: [{key: k1}], acls: [{group: g1}], basicauth_credentials: [{username: u, password: p}]}]
            """));
        var root = new Guid("fd02801f-0957-4a15-a55a-c8d9606f30b5");

        Assert.Equal(Derived("keyauth_credentials", "k1"), config.KeyAuthCredentials[0].Id);
        Assert.Equal(Derived("basicauth_credentials", "u"), config.BasicAuthCredentials[0].Id);
        Assert.Equal(Derived("acls", $"g1:{config.Consumers[0].Id}"), config.Acls[0].Id);

        string Derived(string table, string key) => EntityIds.Version5(EntityIds.Version5(root, table), key).ToString("D");
    }

    [Fact]
    public void Plugin_of_a_consumer_group_keeps_ids_of_other_plugins()
    {
        const string Body = "consumer_groups: [{name: gold, plugins: [{name: cors}]}]\nplugins: [{name: cors}]\n";
        var config = Loading.Accept(Loading.V3(Body));

        Assert.Equal([config.ConsumerGroups[0].Id, null], config.Plugins.Select(p => p.ConsumerGroupId));
        Assert.Equal(Loading.Accept(Loading.V3("plugins: [{name: cors}]\n")).Plugins[0].Id, config.Plugins[1].Id);
    }

    [Fact]
    public void Plugin_may_not_be_bound_to_a_consumer_and_a_group()
        => Assert.Equal(
            "only one or none of these fields must be set: 'consumer', 'consumer_group'",
            Loading.Load(Loading.V3("""
                consumers: [{username: bob}]
                consumer_groups: [{name: gold}]
                plugins: [{name: cors, consumer: bob, consumer_group: gold}]
                """)).Errors.Single().Message);

    [Theory]
    [InlineData("keyauth_credentials: [{consumer: bob, key: k}, {consumer: bob, key: k}]", "uniqueness violation: 'keyauth_credentials' entity with key set to '***' already declared")]
    [InlineData("basicauth_credentials: [{consumer: bob, username: u, password: p}, {consumer: bob, username: u, password: q}]", "uniqueness violation: 'basicauth_credentials' entity with username set to 'u' already declared")]
    [InlineData("acls: [{consumer: bob, group: g}, {consumer: bob, group: g}]", "UNIQUE violation detected on '{consumer={id=")]
    [InlineData("consumer_group_consumers: [{consumer: bob, consumer_group: g}, {consumer: bob, consumer_group: g}]", "UNIQUE violation detected on '{consumer={id=")]
    public void Repetition_is_refused_and_shows_no_secret(string body, string message)
        => Assert.StartsWith(
            message, Loading.Load(Loading.V3("consumers: [{username: bob}]\nconsumer_groups: [{name: g}]\n" + body)).Errors.Single().Message, StringComparison.Ordinal);

    [Fact]
    public void Acl_of_the_same_group_is_fine_for_two_consumers()
        => Assert.Equal(2, Loading.Accept(Loading.V3("consumers: [{username: a, acls: [{group: g}]}, {username: b, acls: [{group: g}]}]\n")).Acls.Select(a => a.Id).Distinct().Count());

    [Theory]
    [InlineData("key: k", 0)]
    [InlineData("key: k, ttl: 60, created_at: 1000", 1060)]
    [InlineData("key: k, ttl: 60", Loading.Now + 60)]
    [InlineData("key: k, ttl: 0", 0)]
    [InlineData("key: k, expires_at: 2000000000", 2000000000)]
    public void Time_to_live_becomes_a_date(string fields, long expiresAt)
        => Assert.Equal(expiresAt, Loading.Accept(Loading.V3($"consumers: [{{username: a, keyauth_credentials: [{{{fields}}}]}}]\n")).KeyAuthCredentials[0].ExpiresAt);

    [Theory]
    [InlineData("ttl: 60", "keyauth_credentials.ttl: without created_at it begins anew with every load: give created_at, or expires_at instead (in 1)")]
    [InlineData("ttl: 60, created_at: 1000", null)]
    [InlineData("ttl: 0", null)]
    [InlineData("expires_at: 2000000000", null)]
    public void Time_to_live_without_a_beginning_is_told(string fields, string? warning)
        => Assert.Equal(
            warning is null ? [] : [warning],
            Loading.Load(Loading.V3($"consumers: [{{username: a, keyauth_credentials: [{{key: k, {fields}}}]}}]\n")).Warnings.Select(w => w.ToString()));

    [Theory]
    [InlineData("$pbkdf2-sha256$i=599999$", true)]
    [InlineData("$pbkdf2-sha256$i=600000$", false)]
    [InlineData("$pbkdf2-sha512$i=10000,l=32$", true)]
    [InlineData("$pbkdf2-sha512$i=210000$", false)]
    public void Password_hash_with_few_rounds_is_told(string start, bool isTold)
    {
        var loaded = Loading.Load(Loading.V3(
            $"consumers: [{{username: bob, basicauth_credentials: [{{username: bob, password: '{start}c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA'}}]}}]\n"));

        Assert.Equal(
            isTold ? ["basicauth_credentials.password: PBKDF2 with fewer rounds than today's hashes: set the password anew, with gatehouse password (in 1)"] : [],
            loaded.Warnings.Select(w => w.ToString()));
    }

    [Fact]
    public void Stored_passwords_need_the_header_that_says_so()
    {
        string kong = StoredPassword.KongText("sesame", Bob("{username: bob}").Consumers[0].Id);
        string body = $"{{username: bob, basicauth_credentials: [{{username: bob, password: {kong}}}]}}";

        Assert.False(Bob(body).BasicAuthCredentials[0].Password.Verify("sesame"u8));
        Assert.True(Bob(body).BasicAuthCredentials[0].Password.Verify(Encoding.ASCII.GetBytes(kong)));
        var stored = Loading.Load(Loading.V3($"_transform: false\nconsumers: [{body}]\n"));
        Assert.True(stored.Config!.BasicAuthCredentials[0].Password.Verify("sesame"u8));
        Assert.Equal("basicauth_credentials.password: salted SHA-1, Kong's stored form, is weak: set the password anew (in 1)", stored.Warnings.Single().ToString());
    }

    [Fact]
    public void Plain_password_under_transform_false_is_refused_without_showing_it()
    {
        var error = Loading.Load(Loading.V3("_transform: false\nconsumers: [{username: bob, basicauth_credentials: [{username: bob, password: sesame}]}]\n")).Errors.Single();

        Assert.Equal("consumers[0].basicauth_credentials[0].password", error.Path);
        Assert.DoesNotContain("sesame", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_shown_has_keys_and_passwords_in_stored_form_and_loads_again()
    {
        var first = Loading.Load(Loading.V3("""
            consumers:
            - username: bob
              keyauth_credentials: [{key: sesame-key}]
              basicauth_credentials: [{username: bob, password: sesame-word}]
            """));
        string shown = DeclarativeWriter.Write(first.ReadEntities());
        var second = Loading.Load(shown);

        Assert.DoesNotContain("sesame", shown, StringComparison.Ordinal);
        Assert.Empty(second.Errors);
        Assert.Equal(first.Config!.KeyAuthCredentials[0].KeyDigest, second.Config!.KeyAuthCredentials[0].KeyDigest);
        Assert.Equal(first.Config.KeyAuthCredentials[0].Id, second.Config.KeyAuthCredentials[0].Id);
        Assert.True(second.Config.BasicAuthCredentials[0].Password.Verify("sesame-word"u8));
    }

    [Fact]
    public void Missing_secret_is_warned_about_and_an_unresolved_reference_is_no_key()
    {
        var result = Loading.Load(Loading.V3("""
            consumers: [{username: bob, keyauth_credentials: [{tags: [a]}, {key: '{vault://env/absent}'}], jwt_secrets: [{secret: s}]}]
            """));

        Assert.All(result.Config!.KeyAuthCredentials, c => Assert.Null(c.KeyDigest));
        Assert.Equal(
            ["consumers[0].keyauth_credentials[1].key", "jwt_secrets.key", "keyauth_credentials.key"],
            result.Warnings.Select(w => w.Path).Order(StringComparer.Ordinal));
    }

    private static ConfigSet Bob(string consumer) => Loading.Accept(Loading.V3($"consumers: [{consumer}]\n"));
}
