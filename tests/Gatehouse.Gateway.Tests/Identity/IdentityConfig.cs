using System.Text;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Core.Secrets;

namespace Gatehouse.Gateway.Tests.Identity;

/// <summary>A small company: bob with a key and in groups, anon with nothing.</summary>
internal static class IdentityConfig
{
    public const string BobId = "0b0b0b0b-0000-4000-8000-000000000001";
    public const string AnonId = "0b0b0b0b-0000-4000-8000-000000000002";
    public const string KeyId = "0b0b0b0b-0000-4000-8000-000000000011";

    public static ConfigSet Company { get; } = new()
    {
        Hash = new string('1', 32),
        Consumers =
        [
            new ConsumerConfig { Id = BobId, Username = "bob", CustomId = "b-1" },
            new ConsumerConfig { Id = AnonId, Username = "anon" },
        ],
        KeyAuthCredentials = [Key("k1", KeyId)],
        BasicAuthCredentials =
        [
            new BasicAuthCredentialConfig { Id = "basic-1", ConsumerId = BobId, Username = "bob", Password = StoredPassword.FromPlain("sesame:1", "basic-1") },
        ],
        Acls = [Acl("gold"), Acl("beta")],
        ConsumerGroups = [new ConsumerGroupConfig { Id = "g2", Name = "silver" }, new ConsumerGroupConfig { Id = "g1", Name = "gold" }],
        ConsumerGroupConsumers =
        [
            new ConsumerGroupConsumerConfig { Id = "m1", ConsumerId = BobId, ConsumerGroupId = "g2" },
            new ConsumerGroupConsumerConfig { Id = "m2", ConsumerId = BobId, ConsumerGroupId = "g1" },
        ],
    };

    public static KeyAuthCredentialConfig Key(string key, string id, long expiresAt = 0, long validUntil = 0, string consumer = BobId) => new()
    {
        Id = id,
        ConsumerId = consumer,
        KeyDigest = SecretDigest.Of(Encoding.UTF8.GetBytes(key)),
        ExpiresAt = expiresAt,
        ValidUntil = validUntil,
    };

    private static AclConfig Acl(string group) => new() { Id = "acl-" + group, ConsumerId = BobId, Group = group };
}
