namespace Gatehouse.Ai.Compliance;

/// <summary>A compliance policy, compiled: what happens to which class. Immutable, shared by all requests of a snapshot.</summary>
internal sealed class CompliancePolicy
{
    private readonly PolicyAction[] _actions;

    private CompliancePolicy(CompliancePolicyConfig config, DataClasses classes, PolicyAction[] actions, DataClass secret, DataClass person, DataClass health)
    {
        Config = config;
        Classes = classes;
        _actions = actions;
        SecretClass = secret;
        PersonClass = person;
        HealthClass = health;
        ProtectedClass = classes.HighestOf(Protected(classes, actions)) ?? classes.Highest;
    }

    public string Name => Config.Name;

    public CompliancePolicyConfig Config { get; }

    public DataClasses Classes { get; }

    /// <summary>What a request counts as that could not be looked at: the highest class that is not allowed everywhere; the highest of all where none is.</summary>
    public DataClass ProtectedClass { get; }

    public DataClass SecretClass { get; }

    public DataClass PersonClass { get; }

    public DataClass HealthClass { get; }

    /// <summary>Compiles a policy. Null when there are mistakes, each of which is in <paramref name="errors"/>.</summary>
    public static CompliancePolicy? Build(CompliancePolicyConfig config, DataClasses classes, ICollection<string> errors)
    {
        var before = errors.Count;
        var actions = new PolicyAction[classes.All.Count];
        foreach (var dataClass in classes.All)
        {
            actions[dataClass.Index] = dataClass.Rank >= DataClass.Pii.Rank ? PolicyAction.Restrict : PolicyAction.Allow;
        }

        foreach (var (name, action) in config.Actions)
        {
            if (Find(name, "actions") is { } dataClass)
            {
                actions[dataClass.Index] = action;
            }
        }

        var secret = Find(config.SecretClass, "secret_class");
        var person = Find(config.PersonClass, "person_class");
        var health = Find(config.HealthClass, "health_class");
        Require(config.Name.Length is > 0 and <= 128, "name: must have 1 to 128 characters");
        Require(config.Threshold is >= 0.05 and <= 1, "threshold: must be between 0.05 and 1");
        Require(config.MaxCharacters is >= 1 and <= 64 * 1024 * 1024, "max_characters: must be between 1 and 67108864");
        Require(config.MaxFields is >= 1 and <= 1024 * 1024, "max_fields: must be between 1 and 1048576");
        Require(config.TimeBudget >= TimeSpan.FromMilliseconds(1) && config.TimeBudget <= TimeSpan.FromSeconds(10), "time_budget: must be between 1 ms and 10 s");
        return errors.Count > before ? null : new CompliancePolicy(config, classes, actions, secret!, person!, health!);

        DataClass? Find(string name, string field)
        {
            Require(classes.TryGet(name, out var found), $"{field}: there is no data class '{name}'");
            return found;
        }

        void Require(bool holds, string mistake)
        {
            if (!holds)
            {
                errors.Add(mistake);
            }
        }
    }

    public PolicyAction ActionOf(DataClass dataClass) => _actions[dataClass.Index];

    public override string ToString() => Name;

    private static DataClassSet Protected(DataClasses classes, PolicyAction[] actions)
    {
        var set = default(DataClassSet);
        foreach (var dataClass in classes.All)
        {
            set = actions[dataClass.Index] == PolicyAction.Allow ? set : set.With(dataClass);
        }

        return set;
    }
}
