#include "watermark/trace/legibility.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string_view>

namespace spoor::trace {
namespace {

// -8 ln P(next | one) + 33 as a character, a row a class: a blank, the letters without case, a digit, then
// the other characters in ASCII's order. Counted over 1,243 header, JavaScript and Perl files (OpenCV,
// OpenSSL, FreeType, GLFW, fmt, tree-sitter, Perl 5.36), smoothed by the classes' own frequencies.
constexpr std::array<std::string_view, 60> kFollowing = {
    R"(!9?8?@=IG8XQB=A;>P>96A@APNX7VG>:TNF@J=Q`JQBNUN;SVCTI_iGW@QA`)",
    R"(:T@9:QK=Z?aF373i>b160CFSI@`Cw\{x{p\SLjtHPNfYXxj]{p`dlpEvsqZ{)",
    R"(46ICG1EIg5<X3KI7N`;>D4ag[:R9vWhb{hSLChhEKGROQKiT{{Q^`vDmcdRr)",
    R"(=4JDK5O\5@d98CQ.Bd=F3?8XYMj@vYmp{SXJHm_KRO[NU?iZry\few?iWqZy)",
    R"(-;KKA,KPL3\^BUR:SUH?J?RVJLm<bSsk{`RAESYCKCPBLa`Pgq_Y\{:c[dOv)",
    R"(.=O:8B9IUJhZ;>5NDG367SCJ=HfHkUim{]ODH[nDOFVJKO`Njhb_b{=a`iPj)",
    R"(.:PJJ<:VK.{{;JE3Qg<G8<oO^It=rZ{J{hWCIekA;N`]MUdTurN_UmBmTnVr)",
    R"(/AEKS.OJ88vq;D8>Hl89?=P\ZQIKfR{k{QODE^p@JCKMFQbKilhWb{;_LdMp)",
    R"(50QZP)Yc^2{]RHW6HoAL;DZZaSiQiRpu{oQEKklHRP]ONaeJim[c`v@_[kQ{)",
    R"(IBA::>7<l\gQ8;+7B_?44[DkFnAIxkwt{k`ZSc[Y\Y`[^Sbcx{iiTvN{xwe{)",
    R"(;=S\K(U[ZH_DZVU3ElV9P4ccaylU{^{k{{PLCYJD:OaTFSQT{lfSFX5{f^N{)",
    R"(39N@F+RDK9zZGJ@MJqP;NDTI]RjBeSlf{]N=:ZR=JGUQE^WKb^\ZUz/g[eK{)",
    R"(54HM=/9KR2{\6VU5NVQ;=;QTa>\PrXrf{tRJG_lESMSMOIdUepVeb{7c[oV{)",
    R"(5/@PF-PM`;pTH>R73cZ:F@T\g6vDeWklu^VLJWjGRLNPSghRrfWadn<l]aU{)",
    R"(29Y843C5W?gJ@QG:FZW41AIZcH[ImJpgwsJIJihHPHXHNbePogj[\t@j]iRw)",
    R"(8@B?8M9Ha>UG<;/A7t/;;7B?R[ket_{y{mYQTt{OVX_M\mm^v{ihn{D{mpZu)",
    R"(;1VLN.NTC>lF6MS4>Y3C78HUcAuFvQem{`SEJXgFNR]IPcbGqjYeei;f]dS{)",
    R"(1RV`RV`fZV{iPQZTR?;CI'T5YabF[WlL{iUDAW]HLELYN_\TbqFWZ[5{@PPr)",
    R"(34PAE-M@Y5tLB@:7Ga;::BJOg@eKqV{m{cSFGSgGOIVLOK_Mog[]cm?hceU{)",
    R"(/?[@U1QT<6rA>JH??RJ6/:QQUHZIeRlhraPGFVZBOCOHIZ]RhhQ][{=bPdOs)",
    R"(07ZIH2J\16yaHLS7Ab7<C;VKH<eBhXkk{WODHRgDNIXJGQ`Ijc]`^{:dZhSy)",
    R"(B=6<@8BDi;h`691N={131\PkZ`^F{h{punX^\jMXf`fkg{s`{yqhm{Lv{va{)",
    R"(B0WMU+LM[6{`ODR7@`JEMSIYGZj8{Wdff_VQFe{LTOZCRng_k{Olg{.uOlV{)",
    R"(60VPG6YV3,sdNU;9Oq6@QSYGVghSl\vj{sS:MYVJOGMSMU[QgsW]_w<hZ`]{)",
    R"(5@PAM;?^W;{kSMQK4_XD0]N`FHV,mTUeebNA<ZY<CHYQFH[ShrLZO\9]S_Nh)",
    R"((KMMQ>PUdEzhI@B:.\?=ALXNedQP\S{j{bK=CYe=JCULJ\aNd`\]`j9afeKh)",
    R"(<<[UX%QVL4lq?LXDNqRISV\RVMOBiQ[k{lMP>VaF=RFMIQbHlb\TJ`>XiTRq)",
    R"(2@@@??>aaM{bTQ_cZgVW^RVf;br(sOdgkNKD=Y`6HAQNA`dPk{bHAh:ixaLc)",
    R"(*OXK8GLNOG{{MQRRP{DDIQ]_aw{Z5:{8\]HCEM_FSUGQI24NUPK>SNP{]jW?)",
    R"(0?F;CACKHAWPDBCABWB@?BHINP]Ca@O;L^HE4VS4JAIG3KJEYWQ:JaR_UYD_)",
    R"(+a`[.:Ydj7{v[PXd>p[ITH\Z[riT^e*Sk{\`ifvnMZ]fe{Vnm_jYaeI{[lZ^)",
    R"(J==5<=9FA;SE<<=;9P=/8F>F?GEEK`UEmy[HTlgXaWHd[ond\KiQUK:{I[]{)",
    R"(78H;9=AG=AVICCF;=`C/BBFNETV2{KV7OSITS\WZEHYeYeLZ{{OKRM\{7{y{)",
    R"(&GKEFJEPUEbVLELNAJI=FMFLQTeM{a]M{/UQA`{G\MZ{]kHRh{pV]p?dLdp{)",
    R"(/BE@CBCKFDWVCBADAVA67EFNQUX;YGZ@NY>R9SM3FDJD7MNKZXWHM\KrZW:Q)",
    R"(7=B5ACBOM:^QDCB>BMD7@A9KERU=J?h1SKC>3FXoMMTX\Ta`LAMIma>iV\{e)",
    R"()X_Z[jhjkXrld]bIUmdR\fQi_itZcNiRlYN@4QX7K?JR*WTEQ{KJOYM^PTO{)",
    R"(,JKCLKOXZLkQQKOKFeMEMTU_NeiUU]fGplYOC&jMXU7]gVXX[h`TjgXeYiio)",
    R"(+ILJIJD[P=QVPPOhK{AMJSZ\VZY2]N^>_{BA7]0CATBU=_9PRYUEG{E{ZOY{)",
    R"(!f]_`jf_l_ieeY\Xcgf]bcblcZn?sP{E_pRagqwf___qg{{ljVcYgpl{ppd{)",
    R"(5GCBFEEQOF\VCELHDVI@EKNKRYI6{WTOf{NUYWXS/aVfYuQ(\{aNUiPeu]mu)",
    R"(+IF=FCIE9HRZLLK=<ZG?BJ:LFGL2nHpNgfLUDGUFf1HN[bBPa{[FR{\effRy)",
    R"(1MHEHKLGOJ`cHHQDH^NEJQSKSbbJ=RRNelTNH3aMXU&WFRSQfhSE\CVar^^a)",
    R"(3B@9AC>FDA\UE=IH>XB9@B<LSXMHfSgQ\{TW\bleZQB(hh]Vk{[NWbOnc^ej)",
    R"("hxe^ijyu^_{ic[hsgehkjy{lz{Q{CbG_dJlOg\bb`IdQ\[O\[dCVmrdd{F{)",
    R"(2?C9=@=AA9TO@?@>=SB;1>GJRVNFWH^:SXGPiY\[IPCNp8ACfOXQhd8fccic)",
    R"(%^FCdQUh99ppaXVFT`WW]_ahippBrS`U\{SNhhnTYh[lqg42nd^Sdlgrjgt<)",
    R"((FJ>DDEHHC`YHC@JDaD>EONN[kmPnQ{Or@M=HUu>_>[?OYCAgrAT^{>a1d`u)",
    R"(%\[ZMTW^bF{wW^JRWP`P[kVUPr{GABXC{_CC;c{QYXG4RIGGD\E<\\[_QNL{)",
    R"(H<48;<9NO<dWDAAA0]::ASMNX[tjuUi=`{SnLguXcaetKlt_{7oUbu2o9{E{)",
    R"(;DHCLIPSJ3LDHLHEHEJDGQNLMag'`E[9LcFK^[LF?RUNgX_b]JN?<AMLLece)",
    R"(KH=F@B4NXRm^IN/[>KC7;TVE0{FEa?P;B;KGJBRWRALLTOcMXAP:LVQSULT\)",
    R"(*[f]]efbiSjobdecao]\`mbjc{{e]BdOj\LC1B@2<@EL1TPJLo>D>]`X>RAp)",
    R"(8CHGLDKR:EMMMJB4FUULAOH=CMZ5THHCURJ4QI{F=C@CSU<KVX90VcCZ>ObR)",
    R"(D;>4;:8A?8XH=:>=9P;45>@@HQS?x`R`mgaSI`lRTX^nFRj`t{Fb^{;oV{V{)",
    R"(,@G=EE7BJDe_GC<G@_L<:FGMNM_N{OBJO{PVDK{;L9TQNNuXe_OLA{O0VO\B)",
    R"(,AD<@C?LC>ZSBBCB<LC;BEBNLZM9hEd2Tc8QlHB`PKW\Y\{ggWYDfO?lUU:p)",
    R"()HNJNJINMD[]LIOJHQOJJOSVPUVB`J^G`cHEJe`HOLJPLX6P`kN?WKOUZ*Kk)",
    R"((^smi\iUs\{tkahw^jdZl{toUtpcpHeW{eMN5cL3@NPL-hTNu_MBQWNe8R<f)",
    R"('MJIMNMVWKcZTAWNMXPLEOOYTgZ<hQyR{_LN[_`ThWM_gh]T{{]RV{VF_{h))"};
constexpr double kSteps = 8;
constexpr char kCertain = '!';
constexpr std::size_t kBlank = 0, kLetter = 1, kDigit = 27, kOther = 28;
constexpr float kSure = 0.6F, kLike = 0.7F;  // probability; correlation: noise is no glyph

std::optional<std::size_t> class_of(char32_t c) {
  if (c >= U'a' && c <= U'z') return kLetter + (c - U'a');
  if (c >= U'A' && c <= U'Z') return kLetter + (c - U'A');
  if (c >= U'0' && c <= U'9') return kDigit;
  if (c <= U' ' || c > U'~') return std::nullopt;
  // The others, those between letters and digits left out.
  std::size_t at = kOther + (c - U'!');
  if (c > U'9') at -= 10;
  if (c > U'Z') at -= 26;
  if (c > U'z') at -= 26;
  return at;
}

// The class of a cell that was surely read.
std::optional<std::size_t> class_of(const CellFit& cell, const TemplateBank& bank) {
  if (cell.glyph == kBlankCell) return kBlank;
  if (cell.glyph < 0 || cell.probability < kSure || cell.correlation < kLike) return std::nullopt;
  return class_of(bank.character(static_cast<std::size_t>(cell.glyph)));
}

}  // namespace

double legibility(const std::vector<ReadPane>& panes, const TemplateBank& bank) {
  const auto fullest = std::max_element(panes.begin(), panes.end(), [](const ReadPane& a, const ReadPane& b) {
    return a.grid.inked() < b.grid.inked();
  });
  if (fullest == panes.end()) return std::numeric_limits<double>::lowest();
  const CellGrid& grid = fullest->grid;
  double sum = 0, pairs = 0;
  for (int row = 0; row < grid.rows; ++row)
    for (int column = 1; column < grid.columns; ++column) {
      const auto one = class_of(grid.at(row, column - 1), bank), next = class_of(grid.at(row, column), bank);
      if (!one || !next || (*one == kBlank && *next == kBlank)) continue;
      sum -= (kFollowing[*one][*next] - kCertain) / kSteps;
      pairs += 1;
    }
  return pairs > 0 ? sum / pairs : std::numeric_limits<double>::lowest();
}

double legibility(const Measurement& measurement) {
  double sum = 0, pairs = 0;
  const auto class_at = [](const ReadRow& row, std::size_t column) -> std::optional<std::size_t> {
    if (row.probabilities[column] < kSure) return std::nullopt;
    return row.cells[column] == U' ' ? kBlank : class_of(row.cells[column]);
  };
  for (const Pane& pane : measurement.panes)
    for (const ReadRow& row : pane.rows)
      for (std::size_t column = 1; column < std::min(row.cells.size(), row.probabilities.size()); ++column) {
        const auto one = class_at(row, column - 1), next = class_at(row, column);
        if (!one || !next || (*one == kBlank && *next == kBlank)) continue;
        sum -= (kFollowing[*one][*next] - kCertain) / kSteps;
        pairs += 1;
      }
  return pairs > 0 ? sum / pairs : std::numeric_limits<double>::lowest();
}

}  // namespace spoor::trace
