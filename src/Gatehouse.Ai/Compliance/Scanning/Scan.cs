using Gatehouse.Ai.Compliance.Conversations;

namespace Gatehouse.Ai.Compliance.Scanning;

/// <summary>
/// The scan of one request: fields are added, then it is classified and decided. Nothing of a field is kept but positions and a
/// randomised hash. Not for several threads at once. A bound that is passed and an exception both end in the protected class.
/// </summary>
internal sealed class Scan : IDisposable
{
    // More hits than this in one request add nothing to its class; a request that is redacted must know all of them.
    private const int MaxDetections = 65536;

    private readonly TextScanner _scanner;
    private readonly FieldReader _reader;
    private readonly List<ScannedField> _fields = [];
    private readonly List<Detection> _detections = [];
    private DataClassSet _declared;
    private DataClassSet _carried;
    private DataClassSet _carriedUnredactable;
    private long _started;
    private DataClassification? _classification;
    private bool _disposed;

    internal Scan(TextScanner scanner)
    {
        _scanner = scanner;
        _reader = new FieldReader(scanner.Policy.Config.Threshold);
    }

    public CompliancePolicy Policy => _scanner.Policy;

    /// <summary>Fields added so far.</summary>
    public int Fields => _fields.Count;

    /// <summary>UTF-16 units added so far.</summary>
    public long Characters { get; private set; }

    /// <summary>Parts added that could not be read, blobs inside texts included.</summary>
    public int UninspectableParts { get; private set; }

    /// <summary>Why the scan failed, if it did.</summary>
    public ScanFailure Failure { get; private set; }

    internal EntityCounts Counts { get; private set; } = new();

    internal bool HasHealthContext => _reader.Health.IsThere;

    internal DataClass Class { get; private set; } = DataClass.Public;

    internal DataClassSet Classes { get; private set; }

    internal DataClassSet Unredactable { get; private set; }

    internal ClassificationOrigins Origins { get; private set; }

    internal TimeSpan Elapsed { get; private set; }

    internal IReadOnlyList<Detection> Detections => _detections;

    internal IReadOnlyList<ScannedField> ScannedFields => _fields;

    /// <summary>Whether a text of the request looks like a placeholder of ours.</summary>
    internal bool HasPlaceholderLookalike { get; private set; }

    /// <summary>Adds a text that would leave. Returns its number, by which it is redacted later.</summary>
    public int Add(FieldKind kind, ReadOnlySpan<char> text)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        InvalidIfClassified();
        var number = _fields.Count;
        Characters += text.Length;
        if (Failure != ScanFailure.None)
        {
            _fields.Add(default);
            return number;
        }

        if (Characters > Policy.Config.MaxCharacters || number >= Policy.Config.MaxFields)
        {
            Failure = ScanFailure.Oversize;
            _fields.Add(default);
            return number;
        }

        _fields.Add(ScannedField.Of(kind, text));
        try
        {
            HasPlaceholderLookalike |= Redaction.PlaceholderShape.IsIn(text);
            Failure = _reader.Read(number, text, this, Deadline(), _scanner.Clock);
        }
        catch (Exception)
        {
            // What threw may have the text in its message: it goes nowhere. The request is protected.
            Failure = ScanFailure.Fault;
        }

        return number;
    }

    /// <summary>Adds a part that cannot be read.</summary>
    public void AddUninspectable(UninspectableKind kind)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        InvalidIfClassified();
        _ = kind;
        UninspectableParts++;
    }

    /// <summary>Adds a class that a header, consumer, route or key declares. Declared classes only add to what is found, they take nothing away.</summary>
    public void Declare(DataClass dataClass)
    {
        InvalidIfClassified();
        _declared = dataClass.Rank == 0 ? _declared : _declared.With(dataClass);
    }

    /// <summary>Adds what earlier turns of the conversation were classified as.</summary>
    public void Carry(in CarriedClasses carried)
    {
        InvalidIfClassified();
        _carried = _carried.Union(carried.Classes);
        _carriedUnredactable = _carriedUnredactable.Union(carried.Unredactable);
    }

    /// <summary>Ends the scan and says what the request carries. The same answer when asked again.</summary>
    public DataClassification Classify()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _classification ??= DataClassification.Of(this);
    }

    /// <summary>What the policy says to it.</summary>
    public PolicyDecision Decide() => Clearance.Decide(this, Classify());

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _reader.Clear();
            _scanner.Keep(this);
        }
    }

    internal void Begin()
    {
        _fields.Clear();
        _detections.Clear();
        _declared = _carried = _carriedUnredactable = Classes = Unredactable = default;
        Counts = new EntityCounts();
        Class = DataClass.Public;
        Origins = ClassificationOrigins.None;
        Failure = ScanFailure.None;
        Characters = UninspectableParts = 0;
        HasPlaceholderLookalike = false;
        _classification = null;
        _disposed = false;
        _started = _scanner.Clock.GetTimestamp();
    }

    internal void Report(in Detection detection)
    {
        Counts.Add(detection.Kind);
        if (_detections.Count < MaxDetections)
        {
            _detections.Add(detection);
        }
        else
        {
            Failure = ScanFailure.Oversize;
        }
    }

    internal void ReportBlob() => UninspectableParts++;

    /// <summary>Whether a hit stands for a class of <paramref name="redacted"/>, so that it must be replaced.</summary>
    internal bool IsRedacted(EntityKind kind, DataClassSet redacted) =>
        kind == EntityKind.Secret
            ? redacted.Contains(Policy.SecretClass)
            : HasHealthContext ? redacted.Contains(Policy.HealthClass) : EntityTraits.IdentifiesAlone(kind) && redacted.Contains(Policy.PersonClass);

    internal void Close()
    {
        Elapsed = _scanner.Clock.GetElapsedTime(_started);
        if (Failure == ScanFailure.None && Elapsed > Policy.Config.TimeBudget)
        {
            Failure = ScanFailure.TimeOut;
        }

        Counts.Clinical = _reader.Health.Signals;
        var detected = Detected();
        var hard = _declared.Union(_carriedUnredactable);
        Note(ClassificationOrigins.Declared, !_declared.IsEmpty);
        Note(ClassificationOrigins.Detected, !detected.IsEmpty);
        Note(ClassificationOrigins.Sticky, !_carried.IsEmpty);
        if (UninspectableParts > 0 && Policy.Config.Strict)
        {
            Note(ClassificationOrigins.Uninspectable, true);
            hard = hard.With(Policy.ProtectedClass);
        }

        if (Failure != ScanFailure.None)
        {
            Note(ClassificationOrigins.Error, true);
            hard = hard.With(Policy.ProtectedClass);
            // Not all hits are known: what was found so far must not be thought redactable.
            hard = hard.Union(detected);
        }

        Unredactable = hard;
        Classes = detected.Union(hard).Union(_carried);
        Class = Policy.Classes.HighestOf(Classes) ?? DataClass.Public;
    }

    private DataClassSet Detected()
    {
        var set = default(DataClassSet);
        foreach (var detection in _detections)
        {
            set = detection.Kind == EntityKind.Secret ? set.With(Policy.SecretClass)
                : HasHealthContext ? set.With(Policy.HealthClass)
                : EntityTraits.IdentifiesAlone(detection.Kind) ? set.With(Policy.PersonClass)
                : set;
        }

        return set;
    }

    private TimeSpan Deadline() => Policy.Config.TimeBudget - _scanner.Clock.GetElapsedTime(_started);

    private void Note(ClassificationOrigins origin, bool holds) => Origins |= holds ? origin : ClassificationOrigins.None;

    private void InvalidIfClassified()
    {
        if (_classification is not null)
        {
            throw new InvalidOperationException("The scan is classified already; what is added now would leave unread.");
        }
    }
}
