namespace Gatehouse.Ai.Compliance;

/// <summary>Something that would see a request: a deployment, a cache, a mirror.</summary>
internal interface IDataClassBound
{
    /// <summary>The classes it may see, from <see cref="DataClasses.Admitted"/> of the catalogue that the policy was built with.</summary>
    DataClassSet AdmittedClasses { get; }
}
